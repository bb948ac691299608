// SPDX-License-Identifier: MIT
#include "secrets/keyring/secret_service.hpp"

#include "base/text.hpp"
#include "base/try.hpp"
#include "secrets/keyring/error.hpp"

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
constexpr const char* kNoObject = "/";

/// Services differ in how they say it of an object that another process has removed.
bool is_gone(const BusFailure& failure) {
  return failure.name == "org.freedesktop.Secret.Error.NoSuchObject" ||
         failure.name == DBUS_ERROR_UNKNOWN_OBJECT || failure.name == DBUS_ERROR_UNKNOWN_METHOD;
}

Error malformed() { return describe(BusFailure{.cause = BusFailure::Cause::malformed}); }

void write_attributes(BusWriter& writer, const Attributes& attributes) {
  writer.array("{ss}", [&](BusWriter& entries) {
    for (const auto& [name, value] : attributes) {
      entries.dictionary_entry([&](BusWriter& entry) {
        entry.text(name);
        entry.text(value);
      });
    }
  });
}

std::vector<std::string> read_paths(BusReader& reader) {
  std::vector<std::string> paths;
  for (BusReader elements = reader.inside(); !elements.at_end();) {
    paths.push_back(elements.text());
  }
  return paths;
}

/// libdbus keeps the memory of messages for the next ones.
void wipe_secret_in(const BusMessage& create) {
  BusReader arguments = create.read();
  arguments.skip();  // properties
  BusReader secret = arguments.inside();
  secret.skip();  // the session
  secret.skip();  // parameters
  (void)secret.bytes();
}

/// Other programs, secret-tool for one, show a secret only where this says that it is text.
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
  const BusMessage get = message(path, DBUS_INTERFACE_PROPERTIES, "Get");
  BusWriter writer = get.write();
  writer.text(interface);
  writer.text(name);
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
  BusWriter writer = open.write();
  writer.text("plain");
  writer.variant(DBUS_TYPE_STRING_AS_STRING, [](BusWriter& input) { input.text(""); });
  const auto answer = bus_.call(open, "vo");
  if (!answer) return fail(describe(answer.error()));
  BusReader reader = answer->read();
  reader.skip();
  session_ = reader.text();
  return {};
}

bool SecretService::dismiss(const std::string& prompt) const {
  if (prompt == kNoObject) return true;
  // Nobody has seen it, so that it ends with us anyway where this fails.
  (void)bus_.call(message(prompt, kPrompt, "Dismiss"), "");
  return false;
}

Result<std::string> SecretService::default_collection() const {
  const BusMessage read = message(kPath, kService, "ReadAlias");
  read.write().text("default");
  const auto answer = bus_.call(read, "o");
  if (!answer) return fail(describe(answer.error()));
  std::string collection = answer->read().text();
  if (collection == kNoObject) return fail(no_default_collection());
  return collection;
}

Result<bool> SecretService::unlock(const std::string& collection) const {
  const auto locked = property(collection, kCollection, "Locked");
  if (!locked) {
    return fail(is_gone(locked.error()) ? no_default_collection() : describe(locked.error()));
  }
  BusReader value = locked->read().inside();
  if (value.signature() != DBUS_TYPE_BOOLEAN_AS_STRING) return fail(malformed());
  if (!value.boolean()) return true;

  const BusMessage unlock = message(kPath, kService, "Unlock");
  BusWriter writer = unlock.write();
  writer.array(DBUS_TYPE_OBJECT_PATH_AS_STRING,
               [&](BusWriter& collections) { collections.path(collection); });
  const auto answer = bus_.call(unlock, "aoo");
  if (!answer) return fail(describe(answer.error()));
  BusReader reader = answer->read();
  const auto unlocked = read_paths(reader);
  return dismiss(reader.text()) && !unlocked.empty();
}

Result<std::vector<std::string>> SecretService::search(const std::string& collection,
                                                       const Attributes& attributes) const {
  const BusMessage search = message(collection, kCollection, "SearchItems");
  BusWriter writer = search.write();
  write_attributes(writer, attributes);
  const auto answer = bus_.call(search, "ao");
  if (!answer) return fail(describe(answer.error()));
  BusReader reader = answer->read();
  return read_paths(reader);
}

Result<std::optional<Secret>> SecretService::secret(const std::string& item) const {
  const BusMessage get = message(item, kItem, "GetSecret");
  get.write().path(session_);
  const auto answer = bus_.call(get, "(oayays)");
  if (!answer && is_gone(answer.error())) return std::nullopt;
  if (!answer) return fail(describe(answer.error()));
  BusReader secret = answer->read().inside();
  secret.skip();  // the session
  secret.skip();  // parameters, which "plain" has none of
  return secret.bytes();
}

Result<std::optional<Attributes>> SecretService::attributes(const std::string& item) const {
  const auto answer = property(item, kItem, "Attributes");
  if (!answer && is_gone(answer.error())) return std::nullopt;
  if (!answer) return fail(describe(answer.error()));
  BusReader value = answer->read().inside();
  if (value.signature() != "a{ss}") return fail(malformed());
  Attributes attributes;
  for (BusReader entries = value.inside(); !entries.at_end();) {
    BusReader entry = entries.inside();
    std::string name = entry.text();
    attributes[std::move(name)] = entry.text();
  }
  return attributes;
}

Result<void> SecretService::create(const std::string& collection, const std::string& label,
                                   const Attributes& attributes, const Secret& secret) const {
  const BusMessage create = message(collection, kCollection, "CreateItem");
  BusWriter writer = create.write();
  writer.array("{sv}", [&](BusWriter& properties) {
    properties.dictionary_entry([&](BusWriter& entry) {
      entry.text("org.freedesktop.Secret.Item.Label");
      entry.variant(DBUS_TYPE_STRING_AS_STRING, [&](BusWriter& value) { value.text(label); });
    });
    properties.dictionary_entry([&](BusWriter& entry) {
      entry.text("org.freedesktop.Secret.Item.Attributes");
      entry.variant("a{ss}", [&](BusWriter& value) { write_attributes(value, attributes); });
    });
  });
  writer.structure([&](BusWriter& fields) {
    fields.path(session_);
    fields.bytes("");
    fields.bytes(secret.expose());
    fields.text(content_type(secret));
  });
  writer.boolean(true);
  const auto answer = bus_.call(create, "oo");
  wipe_secret_in(create);
  if (!answer) return fail(describe(answer.error()));
  BusReader reader = answer->read();
  reader.skip();  // the item
  if (!dismiss(reader.text())) return fail(keyring_is_locked());
  return {};
}

Result<bool> SecretService::remove(const std::string& item) const {
  const auto answer = bus_.call(message(item, kItem, "Delete"), "o");
  if (!answer && is_gone(answer.error())) return false;
  if (!answer) return fail(describe(answer.error()));
  if (!dismiss(answer->read().text())) return fail(keyring_is_locked());
  return true;
}

}  // namespace entra_auth::secrets
