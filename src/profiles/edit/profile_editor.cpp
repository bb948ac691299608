// SPDX-License-Identifier: MIT
#include "profiles/edit/profile_editor.hpp"

#include "base/try.hpp"
#include "os/file_lock.hpp"
#include "os/file_status.hpp"
#include "os/files.hpp"
#include "profiles/keys/profile_reader.hpp"
#include "profiles/profile_document.hpp"

#include <chrono>
#include <optional>
#include <system_error>
#include <utility>

namespace entra_auth::profiles {
namespace {

constexpr std::chrono::seconds kPatience{10};
constexpr Milliseconds kPause{5};

tl::unexpected<Error> invalid(std::string message, std::vector<std::string> hints = {}) {
  return fail(ErrorKind::invalid_configuration, std::move(message), std::move(hints));
}

Result<os::FileLock> lock(const std::filesystem::path& file, Clock& clock) {
  const auto path = file.parent_path() / ("." + file.filename().native() + ".lock");
  const Deadline end = clock.steady_now() + kPatience;
  while (true) {
    TRY(auto acquired, os::FileLock::try_acquire(path));
    if (acquired) return *std::move(acquired);
    if (clock.steady_now() >= end) {
      return fail(ErrorKind::timeout,
                  "another process has been editing " + file.native() + " for " +
                      std::to_string(kPatience.count()) + " seconds",
                  {"try again; the lock is " + path.native()});
    }
    clock.sleep_for(kPause);
  }
}

Result<void> check(const ProfileDocument& document, const std::string& name) {
  const TomlMember* member = find_member(document.profiles, name);
  if (member == nullptr) return {};
  auto read = read_profile(*member, document.file);
  if (read.problems.empty()) return {};
  Problem& first = read.problems.front();
  Error error{.kind = ErrorKind::invalid_configuration,
              .message = "profile " + name + ": " + first.message};
  if (!first.hint.empty()) error.hints.push_back(std::move(first.hint));
  return fail(std::move(error));
}

/// The new text. Returns nullopt if nothing changes.
Result<std::optional<Secret>> changed_text(const std::filesystem::path& path,
                                           const std::filesystem::path& file,
                                           const ProfileEdit& edit) {
  SourceFile facts{.path = path.native()};
  TRY(const auto old_text, read_profile_file(file, facts));
  const std::string_view before = old_text ? old_text->expose() : std::string_view();
  if (old_text) TRY_VOID(parse_profile_document(path, facts, before));
  TRY(auto text, ProfileText::parse(std::string(before), path.native()));
  TRY_VOID(edit.change(text));
  if (text.text().size() > kMaxProfileBytes) {
    return invalid(path.native() + " would become larger than 1 MiB");
  }
  facts.is_private = true;  // by being written
  TRY(const auto document, parse_profile_document(path, facts, text.text()));
  for (const auto& name : edit.checked) TRY_VOID(check(document, name));
  if (old_text && text.text() == before) return std::nullopt;
  return Secret(text.text());
}

}  // namespace

Result<void> check_profile_edit(const std::filesystem::path& file, const ProfileEdit& edit) {
  TRY(const auto target, os::behind_own_links(file));
  TRY_VOID(changed_text(file, target, edit));
  return {};
}

Result<void> edit_profiles(const std::filesystem::path& file, const ProfileEdit& edit,
                           Clock& clock) {
  TRY(const auto target, os::behind_own_links(file));
  const auto parent = target.parent_path();
  const auto folder = parent.empty() ? std::filesystem::path(".") : parent;
  std::error_code unknown;
  // An existing folder may also hold other files of the user: its mode stays.
  if (!std::filesystem::exists(folder, unknown)) TRY_VOID(os::ensure_private_folder(folder));
  TRY(const auto held, lock(folder / target.filename(), clock));
  TRY(const auto text, changed_text(file, target, edit));
  Result<void> done = edit.before_write ? edit.before_write() : Result<void>();
  if (done && text) {
    done = os::write_private_file(target, text->expose(), os::Durability::durable);
    os::remove_stale_temporaries(folder);
  }
  if (!done && edit.roll_back) edit.roll_back();
  return done;
}

}  // namespace entra_auth::profiles
