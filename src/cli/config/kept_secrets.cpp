// SPDX-License-Identifier: MIT
#include "cli/config/kept_secrets.hpp"

#include "base/encoding.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "crypto/digest.hpp"
#include "os/descriptor.hpp"
#include "os/files.hpp"
#include "os/folders.hpp"
#include "profiles/keys/problem.hpp"
#include "profiles/toml/value.hpp"

#include <chrono>
#include <system_error>
#include <utility>

namespace entra_auth::cli {
namespace {

constexpr std::size_t kMaxSecretFileBytes = 64 * 1024;
/// Every call to a store has its own, shorter limit.
constexpr std::chrono::hours kPatience{1};

secrets::StoreKind store_of(SecretPlace place) {
  return place == SecretPlace::keyring ? secrets::StoreKind::keyring : secrets::StoreKind::vault;
}

SecretPlace place_of(secrets::StoreKind store) {
  return store == secrets::StoreKind::keyring ? SecretPlace::keyring : SecretPlace::vault;
}

}  // namespace

ProfileSecrets::ProfileSecrets(const Context& context, const std::filesystem::path& profile_file,
                               secrets::PassphraseOptions passphrase)
    : environment_(context.environment),
      owner_(profiles::item_owner(profile_file)),
      stores_(context.environment, context.clock.steady_now() + kPatience, std::move(passphrase)) {}

Result<SecretPlace> ProfileSecrets::place(const std::string& flag) const {
  if (flag == "file") return SecretPlace::file;
  if (const auto store = secrets::parse_store(flag)) return place_of(*store);
  if (!flag.empty()) {
    return fail(ErrorKind::usage, "--store: unknown place: " + for_terminal(flag, 60),
                {std::string("use ") + kSecretPlaces});
  }
  TRY(const auto store, stores_.choose());
  return place_of(store);
}

Result<std::optional<Secret>> ProfileSecrets::find(const KeptSecret& kept) const {
  if (kept.place != SecretPlace::file) return stores_.find(store_of(kept.place), item(kept));
  TRY(const auto path, file_of(kept));
  auto content = os::read_file(path, kMaxSecretFileBytes, os::Privacy::required);
  if (content.problem == os::FileProblem::missing) return std::nullopt;
  if (content.problem != os::FileProblem::none) {
    return fail(os::describe(content, path, ErrorKind::secret_unavailable));
  }
  return std::move(content.bytes);
}

Result<void> ProfileSecrets::put(const KeptSecret& kept, const Secret& secret) const {
  if (kept.place != SecretPlace::file) return stores_.put(store_of(kept.place), item(kept), secret);
  TRY(const auto path, file_of(kept));
  TRY_VOID(os::ensure_private_folder(path.parent_path()));
  return os::write_private_file(path, secret.expose(), os::Durability::durable);
}

Result<void> ProfileSecrets::remove(const KeptSecret& kept) const {
  if (kept.place != SecretPlace::file) {
    TRY_VOID(stores_.remove(store_of(kept.place), item(kept)));
    return {};
  }
  TRY(const auto path, file_of(kept));
  std::error_code problem;
  std::filesystem::remove(path, problem);
  if (!problem) return {};
  return fail(ErrorKind::secret_unavailable,
              "cannot remove " + path.native() + ": " + os::errno_text(problem.value()));
}

Result<profiles::TomlValue> ProfileSecrets::reference(const KeptSecret& kept) const {
  if (kept.place != SecretPlace::file) {
    return profiles::reference_value(
        "store", profiles::text_value(std::string(secrets::name(store_of(kept.place)))));
  }
  TRY(const auto path, file_of(kept));
  return profiles::reference_value("file", profiles::text_value(path.native()));
}

std::vector<KeptSecret> ProfileSecrets::kept_for(const std::string& profile,
                                                 const profiles::TomlTable& members) const {
  std::vector<KeptSecret> all;
  for (const auto& member : members) {
    const auto* table = std::get_if<profiles::TomlTable>(&member.value.content);
    if (table == nullptr || table->size() != 1) continue;
    const auto* text = std::get_if<std::string>(&table->front().value.content);
    if (text == nullptr) continue;
    KeptSecret kept{.profile = profile, .key = member.key};
    if (table->front().key == "store") {
      const auto store = secrets::parse_store(*text);
      if (!store) continue;
      kept.place = place_of(*store);
      all.push_back(std::move(kept));
    } else if (table->front().key == "file") {
      const auto own = file_of(kept);
      if (own && own->native() == *text) all.push_back(std::move(kept));
    }
  }
  return all;
}

std::string ProfileSecrets::describe(const KeptSecret& kept) const {
  if (kept.place != SecretPlace::file) {
    return kept.key + " in the " + std::string(secrets::name(store_of(kept.place)));
  }
  const auto path = file_of(kept);
  return kept.key + " in the file " + (path ? path->native() : std::string("of it"));
}

SecretItem ProfileSecrets::item(const KeptSecret& kept) const {
  return {.owner = owner_, .profile = kept.profile, .key = kept.key};
}

Result<std::filesystem::path> ProfileSecrets::file_of(const KeptSecret& kept) const {
  // Two profile files may have a profile of the same name.
  constexpr std::size_t kBytesOfDigest = 6;
  TRY(const auto folder, os::data_folder(environment_));
  const auto digest = hex_encode(crypto::sha256(owner_).substr(0, kBytesOfDigest));
  return folder / "secrets" / (kept.profile + "." + digest + "." + kept.key);
}

}  // namespace entra_auth::cli
