// SPDX-License-Identifier: MIT
// Private files. The checks are part of opening a file: O_NOFOLLOW and O_NONBLOCK, then fstat on
// the descriptor, so that nothing can be exchanged between a check and its use.
#pragma once

#include <entra_auth/result.hpp>
#include <entra_auth/secret.hpp>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace entra_auth::os {

enum class FileProblem : std::uint8_t {
  none,
  missing,      // no such file or folder
  not_regular,  // a link (a hard link too), folder, FIFO, socket or device
  not_private,  // group or others may read or write it
  not_ours,     // another user's
  too_large,
  unreadable,  // any other errno
};

struct FileContent {
  Secret bytes;  // set if `problem` is none
  FileProblem problem = FileProblem::none;
  int error_number = 0;  // errno behind `missing` and `unreadable`
};

enum class Privacy : std::uint8_t {
  required,      // regular file of this user (or root's), mode & 077 == 0, no link of any kind
  not_required,  // any readable file or link to one; FIFOs and /dev/stdin too
};

/// Reads a whole file of at most `max_bytes`. Never blocks on a FIFO if privacy is required.
[[nodiscard]] FileContent read_file(const std::filesystem::path& path, std::size_t max_bytes,
                                    Privacy privacy);

/// "cannot read PATH: permission denied"; if the mode is the problem, the hint has the chmod
/// command.
[[nodiscard]] Error describe(const FileContent& content, const std::filesystem::path& path,
                             ErrorKind kind);

/// Makes the folder and its missing parents with mode 0700, whatever the umask. If the folder
/// exists and is ours, a looser mode is tightened; existing parents are not changed. Accepts our
/// own link to our own folder. Fails with `unexpected` if the folder or the link is another user's,
/// or if the folder cannot be made.
[[nodiscard]] Result<void> ensure_private_folder(const std::filesystem::path& path);

enum class Durability : std::uint8_t {
  fast,     // survives a crash of the program (access tokens)
  durable,  // survives a crash of the machine (profiles, refresh tokens): fsync of file and folder
};

/// Replaces the file as a whole: writes a 0600 sibling, then renames it over the file. A reader
/// sees the old or the new bytes, never a mixture. A link at `path` is replaced, not followed. The
/// folder must exist. Fails with `unexpected`, path and errno text; the old file is then unchanged
/// and the sibling removed (except if the final fsync of the folder fails: then the new file is in
/// place).
[[nodiscard]] Result<void> write_private_file(const std::filesystem::path& path,
                                              std::string_view bytes, Durability durability);

/// Deletes what killed writers have left behind: temporary files of `write_private_file` that
/// belong to us and are older than one hour. Looks at a few thousand names at most and ignores all
/// errors. Writers call it after they have stored something.
void remove_stale_temporaries(const std::filesystem::path& folder);

/// Identity and change times of a file, as a string that changes when the file is replaced or
/// edited. Empty if there is no such file. Follows links (mounted secrets are links).
[[nodiscard]] std::string file_version(const std::filesystem::path& path);

}  // namespace entra_auth::os
