// SPDX-License-Identifier: MIT
// Private files. Opening is what checks: O_NOFOLLOW and O_NONBLOCK, then fstat on the descriptor,
// so that nothing can be swapped between a check and its use.
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
  Secret bytes;  // filled where `problem` is none
  FileProblem problem = FileProblem::none;
  int error_number = 0;  // errno behind `missing` and `unreadable`
};

enum class Privacy : std::uint8_t {
  required,      // regular file of this user (or root's), mode & 077 == 0, no link of any kind
  not_required,  // any readable file or link to one; FIFOs and /dev/stdin too
};

/// Reads a whole file of at most `max_bytes`. Never blocks on a FIFO where privacy is required.
[[nodiscard]] FileContent read_file(const std::filesystem::path& path, std::size_t max_bytes,
                                    Privacy privacy);

/// "cannot read PATH: permission denied", with the chmod to type where the mode is at fault.
[[nodiscard]] Error describe(const FileContent& content, const std::filesystem::path& path,
                             ErrorKind kind);

/// Makes the folder and its missing parents with mode 0700 whatever the umask; an existing folder
/// of ours with a looser mode is tightened, existing parents are left alone. A link of ours to a
/// folder of ours will do. Fails where the folder or the link is another user's, or where it cannot
/// be made. Error kind `unexpected`.
[[nodiscard]] Result<void> ensure_private_folder(const std::filesystem::path& path);

enum class Durability : std::uint8_t {
  fast,     // survives a crash of the program (access tokens)
  durable,  // survives a crash of the machine (profiles, refresh tokens): fsync of file and folder
};

/// Replaces the file as a whole: a 0600 sibling is written, then renamed over it. A reader sees the
/// old or the new bytes, never a mixture. On failure the old file is untouched and the sibling is
/// gone (only where the final fsync of the folder fails, the new file is there already). A link at
/// `path` is replaced, not followed. The folder must exist. Error kind `unexpected`, with path and
/// errno text.
[[nodiscard]] Result<void> write_private_file(const std::filesystem::path& path,
                                              std::string_view bytes, Durability durability);

/// Deletes siblings that killed writers left behind: temporary files of `write_private_file` that
/// belong to us and are older than one hour. Looks at a few thousand names at most and ignores
/// every error. For writers, after they have stored something.
void remove_stale_temporaries(const std::filesystem::path& folder);

/// Identity and change times of a file, as a string that differs once the file is replaced or
/// edited; empty where it cannot be read. Follows links (mounted secrets are links).
[[nodiscard]] std::string file_version(const std::filesystem::path& path);

/// Reads a descriptor (standard input, `fd:3`) to its end.
[[nodiscard]] Result<Secret> read_descriptor(int fd, std::size_t max_bytes);

/// Writes everything, past short writes and EINTR. Error kind `unexpected`.
[[nodiscard]] Result<void> write_descriptor(int fd, std::string_view bytes);

/// The text of an errno, in English whatever the locale.
[[nodiscard]] std::string errno_text(int error_number);

}  // namespace entra_auth::os
