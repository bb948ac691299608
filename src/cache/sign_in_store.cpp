// SPDX-License-Identifier: MIT
#include "cache/sign_in_store.hpp"

#include "base/json.hpp"
#include "base/try.hpp"
#include "cache/cache_key.hpp"
#include "cache/entry.hpp"
#include "os/files.hpp"

#include <system_error>

namespace entra_auth::cache {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxSignInBytes = 256 * 1024;
constexpr const char* kSignInEnding = ".sign-in";

fs::path folder_of(const fs::path& folder) { return folder / "sign-ins"; }

std::string sign_in_id_of(const SignInKey& key) {
  return file_name_of(Json{{"sign_in", key.to_json()}});
}

/// Identifies the profile without a key, and without its name.
std::string tag_of(const std::string& profile) {
  return "." + file_name_of(Json{{"profile", profile}}) + kSignInEnding;
}

}  // namespace

Json SignInKey::to_json() const {
  return {{"endpoint", endpoint},
          {"client_id", client_id},
          {"profile", profile},
          {"login_hint", login_hint}};
}

fs::path SignInStore::file_of(const SignInKey& key) const {
  return folder_of(folder_) / (sign_in_id_of(key) + tag_of(key.profile));
}

Result<std::optional<SignIn>> SignInStore::find(const SignInKey& key) const {
  const auto file = os::read_file(file_of(key), kMaxSignInBytes, os::Privacy::required);
  if (file.problem != os::FileProblem::none) return std::nullopt;
  const auto holder = key_holder(entry_mode(file.bytes.expose()).value_or('\0'));
  if (!holder) return std::nullopt;
  auto sealing_key = keys_.find(*holder);
  if (!sealing_key) {
    Error error = std::move(sealing_key).error();
    error.message = "the sign-in of profile " + key.profile + " is sealed with a key in " +
                    describe(*holder) + ": " + error.message;
    return fail(std::move(error));
  }
  if (!*sealing_key) return std::nullopt;
  const auto opened = open_entry(**sealing_key, sign_in_id_of(key), file.bytes.expose());
  auto payload = opened ? parse_own_json_object(opened->expose()) : std::nullopt;
  if (!payload) return std::nullopt;
  const auto stored_key = payload->find("key");
  if (stored_key == payload->end() || *stored_key != key.to_json()) return std::nullopt;
  SignIn sign_in{.refresh_token = Secret(string_or(*payload, "refresh_token")),
                 .user_id = string_or(*payload, "user_id"),
                 .user_name = string_or(*payload, "user_name"),
                 .seal = HeldKey{*holder, std::move(**sealing_key)}};
  if (sign_in.refresh_token.empty()) return std::nullopt;
  wipe((*payload)["refresh_token"].get_ref<std::string&>());
  return sign_in;
}

Result<void> SignInStore::store(const SignInKey& key, const SignIn& sign_in) const {
  TRY_VOID(os::ensure_private_folder(folder_));
  TRY_VOID(os::ensure_private_folder(folder_of(folder_)));
  TRY_VOID(os::ensure_private_folder(folder_ / "locks"));
  auto seal = sign_in.seal;
  if (!seal) {
    TRY(seal, keys_.choose());
  }
  OrderedJson payload = {{"key", key.to_json()},
                         {"user_id", sign_in.user_id},
                         {"user_name", sign_in.user_name},
                         {"refresh_token", sign_in.refresh_token.expose()}};
  const Secret text(to_ascii_json(payload));
  wipe(payload["refresh_token"].get_ref<std::string&>());
  TRY_VOID(os::write_private_file(
      file_of(key),
      seal_entry(static_cast<char>(seal->holder), seal->key, sign_in_id_of(key), text.expose()),
      os::Durability::durable));
  os::remove_stale_temporaries(folder_of(folder_));
  return {};
}

void SignInStore::remove(const SignInKey& key) const {
  std::error_code ignored;
  fs::remove(file_of(key), ignored);
}

std::vector<KeyHolder> SignInStore::holders(const fs::path& folder, const std::string& profile) {
  std::vector<KeyHolder> found;
  const std::string ending = tag_of(profile);
  std::error_code error;
  for (fs::directory_iterator at(folder_of(folder), error), end; !error && at != end;
       at.increment(error)) {
    if (!at->path().filename().native().ends_with(ending)) continue;
    const auto file = os::read_file(at->path(), kMaxSignInBytes, os::Privacy::required);
    if (file.problem != os::FileProblem::none) continue;
    if (const auto holder = key_holder(entry_mode(file.bytes.expose()).value_or('\0'))) {
      found.push_back(*holder);
    }
  }
  return found;
}

Result<int> SignInStore::clear(const fs::path& folder, const std::optional<std::string>& profile) {
  int removed = 0;
  const std::string ending = profile ? tag_of(*profile) : std::string(kSignInEnding);
  std::error_code error;
  for (fs::directory_iterator at(folder_of(folder), error), end; !error && at != end;
       at.increment(error)) {
    if (!at->path().filename().native().ends_with(ending)) continue;
    std::error_code problem;
    fs::remove(at->path(), problem);
    if (problem) {
      return fail(ErrorKind::unexpected,
                  "cannot remove " + at->path().string() + ": " + problem.message(),
                  {"check the owner and mode of " + folder_of(folder).string()});
    }
    ++removed;
  }
  return removed;
}

}  // namespace entra_auth::cache
