// SPDX-License-Identifier: MIT
// What gnome-keyring never does: prompts, wrong and hostile answers.
#include "secrets/keyring/secret_service.hpp"

#include "secrets/fake_secret_service.hpp"
#include "secrets/keyring/store.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <chrono>
#include <map>
#include <string>
#include <vector>

using namespace entra_auth;
using namespace entra_auth::secrets;
using namespace entra_auth::test;
using Catch::Matchers::Contains;

namespace {

const SecretItem kItem{"/p.toml", "p", "client_secret"};
constexpr const char* kMalformed = "the keyring's reply does not follow the Secret Service API";

Deadline soon() { return std::chrono::steady_clock::now() + std::chrono::seconds(20); }

using Answers = std::map<std::string, FakeSecretService::Answer>;

/// What happens to one call of the store where the service answers so.
struct Outcome {
  std::string found, put, removed, listed;  // the error's message, or "ok"
  std::vector<std::string> calls;
};

template <class T>
std::string message_of(const Result<T>& result) {
  if (result) return "ok";
  CHECK(result.error().kind == ErrorKind::secret_unavailable);
  CHECK_FALSE(result.error().hints.empty());
  return result.error().message;
}

Outcome outcome(const PrivateBus& bus, Answers answers) {
  const FakeSecretService service(bus, std::move(answers));
  const auto environment = bus.environment();
  const KeyringStore store(environment, soon());
  Outcome outcome;
  outcome.found = message_of(store.find(kItem));
  outcome.put = message_of(store.put(kItem, Secret("fake")));
  outcome.removed = message_of(store.remove(kItem));
  outcome.listed = message_of(store.list());
  outcome.calls = service.calls();
  return outcome;
}

Answers attributes_like(const Attributes& attributes) {
  return {{"Get Attributes",
           answering_with({a_variant("a{ss}", [attributes](DBusMessageIter* arguments) {
             DBusMessageIter entries;
             dbus_message_iter_open_container(arguments, DBUS_TYPE_ARRAY, "{ss}", &entries);
             for (const auto& [name, value] : attributes) {
               DBusMessageIter entry;
               dbus_message_iter_open_container(&entries, DBUS_TYPE_DICT_ENTRY, nullptr, &entry);
               a_text(name)(&entry);
               a_text(value)(&entry);
               dbus_message_iter_close_container(&entries, &entry);
             }
             dbus_message_iter_close_container(arguments, &entries);
           })})}};
}

}  // namespace

TEST_CASE("SecretService: understands a service that follows the specification") {
  const PrivateBus bus;
  const auto result = outcome(bus, attributes_like(attributes_of(kItem)));
  CHECK(result.found == "ok");
  CHECK(result.put == "ok");
  CHECK(result.removed == "ok");
  CHECK(result.listed == "ok");
  CHECK(std::ranges::count(result.calls, "Dismiss") == 0);
}

TEST_CASE(
    "SecretService: uses a collection that unlocks without a prompt, and never shows a prompt") {
  const PrivateBus bus;
  auto answers = attributes_like(attributes_of(kItem));
  answers["Get Locked"] = answering_with({a_variant("b", a_boolean(true))});
  const auto locked = outcome(bus, answers);
  for (const auto& message : {locked.found, locked.put, locked.removed}) {
    CHECK(message == "the keyring is locked");
  }
  CHECK(locked.listed == "ok");
  CHECK(std::ranges::count(locked.calls, "Dismiss") == 4);
  CHECK(std::ranges::count(locked.calls, "Prompt") == 0);

  answers["Unlock"] =
      answering_with({paths({"/org/freedesktop/secrets/collection/c"}), a_path("/")});
  const auto unlocked = outcome(bus, answers);
  for (const auto& message : {unlocked.found, unlocked.put, unlocked.removed, unlocked.listed}) {
    CHECK(message == "ok");
  }
}

TEST_CASE(
    "SecretService: dismisses a change that would need a prompt, and reports a locked keyring") {
  const PrivateBus bus;
  const auto result =
      outcome(bus, {{"CreateItem", answering_with({a_path("/"), a_path("/prompt/2")})},
                    {"Delete", answering_with({a_path("/prompt/3")})}});
  CHECK(result.put == "the keyring is locked");
  CHECK(result.removed == "the keyring is locked");
  CHECK(std::ranges::count(result.calls, "Dismiss") == 2);
  CHECK(std::ranges::count(result.calls, "Prompt") == 0);
}

TEST_CASE("SecretService: replies of another shape are errors") {
  const PrivateBus bus;
  const auto number = answering_with({a_number(7)});
  const auto nothing = answering_with({});
  const auto huge = answering_with({a_secret(std::string(5 << 20, 'x'))});
  for (const auto& answer : {number, nothing}) {
    for (const std::string method : {"OpenSession", "ReadAlias", "Get Locked"}) {
      CAPTURE(method);
      const auto result = outcome(bus, {{method, answer}});
      CHECK(result.found == kMalformed);
      CHECK(result.put == kMalformed);
      CHECK(result.removed == kMalformed);
      CHECK(result.listed == kMalformed);
    }
    CHECK(outcome(bus, {{"SearchItems", answer}}).found == kMalformed);
    CHECK(outcome(bus, {{"GetSecret", answer}}).found == kMalformed);
    CHECK(outcome(bus, {{"CreateItem", answer}}).put == kMalformed);
    CHECK(outcome(bus, {{"Delete", answer}}).removed == kMalformed);
    CHECK(outcome(bus, {{"Get Attributes", answer}}).listed == kMalformed);
  }
  const auto wrong_variant = answering_with({a_variant("u", a_number(1))});
  CHECK(outcome(bus, {{"Get Locked", wrong_variant}}).found == kMalformed);
  CHECK(outcome(bus, {{"Get Attributes", wrong_variant}}).listed == kMalformed);
  CHECK(outcome(bus, {{"GetSecret", huge}}).found == kMalformed);
}

TEST_CASE("SecretService: quotes a refusal, and words known errors itself") {
  const PrivateBus bus;
  const auto result = outcome(bus, {{"GetSecret", refusing_with("org.example.Failed")}});
  CHECK_THAT(result.found, Contains("the keyring reports org.example.Failed: a "));
  const auto locked = refusing_with("org.freedesktop.Secret.Error.IsLocked");
  CHECK(outcome(bus, {{"GetSecret", locked}}).found == "the keyring is locked");
  const auto gone = refusing_with("org.freedesktop.Secret.Error.NoSuchObject");
  CHECK(outcome(bus, {{"Get Locked", gone}}).found ==
        "the keyring has no default collection to keep secrets in");
  CHECK(outcome(bus, {{"ReadAlias", answering_with({a_path("/")})}}).found ==
        "the keyring has no default collection to keep secrets in");
}

TEST_CASE("SecretService: an item that another process removes meanwhile counts as absent") {
  const PrivateBus bus;
  const auto gone = refusing_with(DBUS_ERROR_UNKNOWN_OBJECT);
  const FakeSecretService service(
      bus, {{"GetSecret", gone}, {"Delete", gone}, {"Get Attributes", gone}});
  const auto environment = bus.environment();
  const KeyringStore store(environment, soon());
  const auto found = store.find(kItem);
  REQUIRE(found);
  CHECK_FALSE(found->has_value());
  const auto removed = store.remove(kItem);
  REQUIRE(removed);
  CHECK_FALSE(*removed);
  const auto listed = store.list();
  REQUIRE(listed);
  CHECK(listed->empty());
}

TEST_CASE("SecretService: a secret that reads back differently is an error") {
  const PrivateBus bus;
  const FakeSecretService service(bus, {});
  const auto environment = bus.environment();
  const auto stored = KeyringStore(environment, soon()).put(kItem, Secret("canary-5d"));
  REQUIRE_FALSE(stored);
  CHECK(stored.error().kind == ErrorKind::secret_unavailable);
  CHECK(stored.error().message ==
        "the keyring did not return what was stored for \"entra-auth-cli: p client_secret\"");
}

TEST_CASE("SecretService: gives up in time on a service that never replies") {
  const PrivateBus bus;
  const FakeSecretService service(bus, {{"GetSecret", [](DBusMessage*) { return nullptr; }}});
  const auto environment = bus.environment();
  const auto start = std::chrono::steady_clock::now();
  const auto found = KeyringStore(environment, start + std::chrono::milliseconds(300)).find(kItem);
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::milliseconds(1200));
  REQUIRE_FALSE(found);
  CHECK(found.error().message == "the keyring does not respond");
}
