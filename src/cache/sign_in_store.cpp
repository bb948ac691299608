// SPDX-License-Identifier: MIT
#include "cache/sign_in_store.hpp"

#include "base/try.hpp"
#include "cache/cache_key.hpp"
#include "cache/entry_file.hpp"
#include "cache/sealing_key.hpp"
#include "os/files.hpp"

#include <system_error>

namespace entra_auth::cache {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostBytes = 256 * 1024;
constexpr const char* kEnding = ".sign-in";

std::string id_of(const SignInKey& key) { return file_name_of(Json{{"sign_in", key.to_json()}}); }

/// The payload of a sealed file; nothing where it is not one, or not of that name.
std::optional<Json> read_sealed(const fs::path& path, const std::optional<Secret>& sealing_key) {
  const auto file = os::read_file(path, kMostBytes, os::Privacy::required);
  if (file.problem != os::FileProblem::none) return std::nullopt;
  const auto opened = decode_entry(sealing_key, path.stem().string(), file.bytes.expose());
  if (opened.state != EntryState::usable || !opened.sealed) return std::nullopt;
  return parse_own_json_object(opened.payload.expose());
}

}  // namespace

Json SignInKey::to_json() const {
  return {{"endpoint", endpoint},
          {"client_id", client_id},
          {"profile", profile},
          {"login_hint", login_hint}};
}

std::optional<SignIn> SignInStore::find(const SignInKey& key) const {
  auto payload = read_sealed(sign_ins_folder() / (id_of(key) + kEnding), find_sealing_key());
  if (!payload) return std::nullopt;
  const auto stored_key = payload->find("key");
  if (stored_key == payload->end() || *stored_key != key.to_json()) return std::nullopt;
  SignIn sign_in{.refresh_token = Secret(string_or(*payload, "refresh_token")),
                 .user_id = string_or(*payload, "user_id"),
                 .user_name = string_or(*payload, "user_name")};
  if (sign_in.refresh_token.empty()) return std::nullopt;
  wipe((*payload)["refresh_token"].get_ref<std::string&>());
  return sign_in;
}

Result<void> SignInStore::store(const SignInKey& key, const SignIn& sign_in) const {
  TRY_VOID(os::ensure_private_folder(folder_));
  TRY_VOID(os::ensure_private_folder(sign_ins_folder()));
  TRY_VOID(os::ensure_private_folder(folder_ / "locks"));
  const auto sealing_key = find_or_make_sealing_key(folder_ / "locks");
  if (!sealing_key) {
    return fail(ErrorKind::secret_unavailable,
                "this machine has no kernel keyring to keep the key for refresh tokens in");
  }
  OrderedJson payload = {{"key", key.to_json()},
                         {"user_id", sign_in.user_id},
                         {"user_name", sign_in.user_name},
                         {"refresh_token", sign_in.refresh_token.expose()}};
  const Secret text(to_ascii_json(payload));
  wipe(payload["refresh_token"].get_ref<std::string&>());
  const auto id = id_of(key);
  TRY_VOID(os::write_private_file(sign_ins_folder() / (id + kEnding),
                                  encode_entry(sealing_key, id, text.expose()),
                                  os::Durability::durable));
  os::remove_stale_temporaries(sign_ins_folder());
  return {};
}

void SignInStore::remove(const SignInKey& key) const {
  std::error_code ignored;
  fs::remove(sign_ins_folder() / (id_of(key) + kEnding), ignored);
}

Result<int> SignInStore::clear(const std::optional<std::string>& profile) const {
  int removed = 0;
  const auto sealing_key = find_sealing_key();
  std::error_code error;
  for (fs::directory_iterator at(sign_ins_folder(), error), end; !error && at != end;
       at.increment(error)) {
    if (at->path().extension() != kEnding) continue;
    if (profile) {
      const auto payload = read_sealed(at->path(), sealing_key);
      const auto key = payload ? payload->find("key") : Json::const_iterator();
      if (!payload || key == payload->end() || string_or(*key, "profile") != *profile) continue;
    }
    std::error_code problem;
    fs::remove(at->path(), problem);
    if (problem) {
      return fail(ErrorKind::unexpected,
                  "cannot remove " + at->path().string() + ": " + problem.message(),
                  {"check the owner and mode of " + sign_ins_folder().string()});
    }
    ++removed;
  }
  return removed;
}

}  // namespace entra_auth::cache
