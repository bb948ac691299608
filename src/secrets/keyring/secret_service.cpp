// SPDX-License-Identifier: MIT
#include "secrets/keyring/secret_service.hpp"

#include "base/text.hpp"
#include "base/try.hpp"
#include "secrets/keyring/error.hpp"

#include <cstddef>
#include <string_view>
#include <utility>

namespace entra_auth::secrets {
namespace {

constexpr const char* kName = "org.freedesktop.secrets";
constexpr const char* kPath = "/org/freedesktop/secrets";
constexpr const char* kService = "org.freedesktop.Secret.Service";
constexpr const char* kCollection = "org.freedesktop.Secret.Collection";
constexpr const char* kItem = "org.freedesktop.Secret.Item";
constexpr const char* kPrompt = "org.freedesktop.Secret.Prompt";
constexpr const char* kProperties = "org.freedesktop.DBus.Properties";
constexpr const char* kNoObject = "/";
// Far above what is ever stored, and below what a hostile service could send.
constexpr std::size_t kMaxSecretBytes = 4 * 1024 * 1024;

/// Services report an object that another process has removed in different ways.
bool is_gone(const BusFailure& failure) {
  return failure.name == "org.freedesktop.Secret.Error.NoSuchObject" ||
         failure.name == SD_BUS_ERROR_UNKNOWN_OBJECT || failure.name == SD_BUS_ERROR_UNKNOWN_METHOD;
}

Error malformed() { return describe(BusFailure{.cause = BusFailure::Cause::malformed}); }

void append_attributes(const BusMessage& message, const Attributes& attributes) {
  message.append_container(SD_BUS_TYPE_ARRAY, "{ss}", [&] {
    for (const auto& [name, value] : attributes) {
      message.append("{ss}", name.c_str(), value.c_str());
    }
  });
}

Result<std::string> read_path(const BusMessage& reply) {
  const char* path = nullptr;
  if (!reply.read("o", &path)) return fail(malformed());
  return path;
}

Result<std::vector<std::string>> read_paths(const BusMessage& reply) {
  std::vector<std::string> paths;
  if (!reply.enter(SD_BUS_TYPE_ARRAY, "o")) return fail(malformed());
  for (const char* path = nullptr; reply.read("o", &path);) paths.emplace_back(path);
  if (!reply.leave()) return fail(malformed());
  return paths;
}

/// Other programs, for example secret-tool, show a secret only if this says that it is text.
const char* content_type(const Secret& secret) {
  const std::string_view bytes = secret.expose();
  const bool is_text = is_valid_utf8(bytes) && bytes.find('\0') == std::string_view::npos;
  return is_text ? "text/plain; charset=utf8" : "application/octet-stream";
}

}  // namespace

BusMessage SecretService::message(const std::string& path, const char* interface,
                                  const char* method) const {
  return bus_.message(kName, path, interface, method);
}

BusResult SecretService::property(const std::string& path, const char* interface,
                                  const char* name) const {
  const BusMessage get = message(path, kProperties, "Get");
  get.append("ss", interface, name);
  return bus_.call(get, "v");
}

Result<SecretService> SecretService::connect(const os::Environment& environment,
                                             Deadline deadline) {
  TRY(auto bus, SessionBus::connect(environment, deadline));
  SecretService service(std::move(bus));
  TRY_VOID(service.open_session());
  return service;
}

Result<void> SecretService::open_session() {
  const BusMessage open = message(kPath, kService, "OpenSession");
  open.append("sv", "plain", "s", "");
  const auto reply = bus_.call(open, "vo");
  if (!reply) return fail(describe(reply.error()));
  if (!reply->skip("v")) return fail(malformed());
  TRY(session_, read_path(*reply));
  return {};
}

bool SecretService::dismiss(const std::string& prompt) const {
  if (prompt == kNoObject) return true;
  // It was never shown, so it ends with this process even if this call fails.
  (void)bus_.call(message(prompt, kPrompt, "Dismiss"), "");
  return false;
}

Result<std::string> SecretService::default_collection() const {
  const BusMessage read = message(kPath, kService, "ReadAlias");
  read.append("s", "default");
  const auto reply = bus_.call(read, "o");
  if (!reply) return fail(describe(reply.error()));
  auto collection = read_path(*reply);
  if (collection && *collection == kNoObject) return fail(no_default_collection());
  return collection;
}

Result<bool> SecretService::unlock(const std::string& collection) const {
  const auto property_reply = property(collection, kCollection, "Locked");
  if (!property_reply) {
    return fail(is_gone(property_reply.error()) ? no_default_collection()
                                                : describe(property_reply.error()));
  }
  int locked = 0;
  if (!property_reply->read("v", "b", &locked)) return fail(malformed());
  if (locked == 0) return true;

  const BusMessage unlock = message(kPath, kService, "Unlock");
  unlock.append("ao", 1, collection.c_str());
  const auto reply = bus_.call(unlock, "aoo");
  if (!reply) return fail(describe(reply.error()));
  TRY(const auto unlocked, read_paths(*reply));
  TRY(const auto prompt, read_path(*reply));
  return dismiss(prompt) && !unlocked.empty();
}

Result<std::vector<std::string>> SecretService::search(const std::string& collection,
                                                       const Attributes& attributes) const {
  const BusMessage search = message(collection, kCollection, "SearchItems");
  append_attributes(search, attributes);
  const auto reply = bus_.call(search, "ao");
  if (!reply) return fail(describe(reply.error()));
  return read_paths(*reply);
}

Result<std::optional<Secret>> SecretService::secret(const std::string& item) const {
  const BusMessage get = message(item, kItem, "GetSecret");
  get.append("o", session_.c_str());
  const auto reply = bus_.call(get, "(oayays)");
  if (!reply && is_gone(reply.error())) return std::nullopt;
  if (!reply) return fail(describe(reply.error()));
  // First the session, and parameters, which "plain" does not have.
  if (!reply->enter(SD_BUS_TYPE_STRUCT, "oayays") || !reply->skip("oay")) return fail(malformed());
  auto secret = reply->read_bytes();
  if (!secret || secret->size() > kMaxSecretBytes) return fail(malformed());
  return secret;
}

Result<std::optional<Attributes>> SecretService::attributes(const std::string& item) const {
  const auto reply = property(item, kItem, "Attributes");
  if (!reply && is_gone(reply.error())) return std::nullopt;
  if (!reply) return fail(describe(reply.error()));
  if (!reply->enter(SD_BUS_TYPE_VARIANT, "a{ss}") || !reply->enter(SD_BUS_TYPE_ARRAY, "{ss}")) {
    return fail(malformed());
  }
  Attributes attributes;
  const char* name = nullptr;
  const char* value = nullptr;
  while (reply->read("{ss}", &name, &value)) attributes[name] = value;
  if (!reply->leave()) return fail(malformed());
  return attributes;
}

Result<void> SecretService::create(const std::string& collection, const std::string& label,
                                   const Attributes& attributes, const Secret& secret) const {
  const BusMessage create = message(collection, kCollection, "CreateItem");
  create.mark_sensitive();
  create.append_container(SD_BUS_TYPE_ARRAY, "{sv}", [&] {
    create.append("{sv}", "org.freedesktop.Secret.Item.Label", "s", label.c_str());
    create.append_container(SD_BUS_TYPE_DICT_ENTRY, "sv", [&] {
      create.append("s", "org.freedesktop.Secret.Item.Attributes");
      create.append_container(SD_BUS_TYPE_VARIANT, "a{ss}",
                              [&] { append_attributes(create, attributes); });
    });
  });
  create.append_container(SD_BUS_TYPE_STRUCT, "oayays", [&] {
    create.append("o", session_.c_str());
    create.append_bytes("");
    create.append_bytes(secret.expose());
    create.append("s", content_type(secret));
  });
  create.append("b", 1);
  const auto reply = bus_.call(create, "oo");
  if (!reply) return fail(describe(reply.error()));
  TRY_VOID(read_path(*reply));  // the item
  TRY(const auto prompt, read_path(*reply));
  if (!dismiss(prompt)) return fail(keyring_is_locked());
  return {};
}

Result<bool> SecretService::remove(const std::string& item) const {
  const auto reply = bus_.call(message(item, kItem, "Delete"), "o");
  if (!reply && is_gone(reply.error())) return false;
  if (!reply) return fail(describe(reply.error()));
  TRY(const auto prompt, read_path(*reply));
  if (!dismiss(prompt)) return fail(keyring_is_locked());
  return true;
}

}  // namespace entra_auth::secrets
