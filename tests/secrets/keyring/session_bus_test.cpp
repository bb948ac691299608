// SPDX-License-Identifier: MIT
// A bus that is stopped, silent or talks nonsense costs the time that there is, and no more.

#include "secrets/keyring/session_bus.hpp"

#include "secrets/private_bus.hpp"
#include "support/temp_dir.hpp"

#include <catch2/catch.hpp>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstring>
#include <functional>
#include <string>
#include <thread>
#include <vector>

using namespace entra_auth;
using namespace entra_auth::secrets;
using Catch::Matchers::Contains;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

namespace {

Result<std::string> address(std::vector<std::string> entries) {
  return session_bus_address(os::Environment(std::move(entries)));
}

Result<std::string> given(const std::string& text) {
  return address({"DBUS_SESSION_BUS_ADDRESS=" + text});
}

constexpr milliseconds kTime{400};
constexpr const char* kBus = "org.freedesktop.DBus";
constexpr const char* kBusPath = "/org/freedesktop/DBus";

sockaddr_un address_of(const std::filesystem::path& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  REQUIRE(path.native().size() < sizeof address.sun_path);
  std::memcpy(address.sun_path, path.c_str(), path.native().size());
  return address;
}

/// A socket that runs `talk` for each connection until it is destroyed.
class FakeBus {
 public:
  using Talk = std::function<void(int connection, const std::atomic<bool>& ended)>;

  explicit FakeBus(Talk talk) : socket_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    const auto address = address_of(folder_ / "bus");
    REQUIRE(::bind(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
    REQUIRE(::listen(socket_, 8) == 0);
    thread_ = std::thread([this, talk = std::move(talk)] {
      while (!ended_) {
        const int connection = ::accept4(socket_, nullptr, nullptr, SOCK_CLOEXEC);
        if (connection < 0) return;
        talk(connection, ended_);
        ::close(connection);
      }
    });
  }
  ~FakeBus() {
    ended_ = true;
    ::shutdown(socket_, SHUT_RDWR);
    thread_.join();
    ::close(socket_);
  }
  FakeBus(const FakeBus&) = delete;
  FakeBus& operator=(const FakeBus&) = delete;

  [[nodiscard]] os::Environment environment() const {
    return os::Environment({"XDG_RUNTIME_DIR=" + folder_.path().native()});
  }

 private:
  test::TempDir folder_;
  int socket_;
  std::atomic<bool> ended_ = false;
  std::thread thread_;
};

bool say(int connection, std::string_view bytes) {
  return ::send(connection, bytes.data(), bytes.size(), MSG_NOSIGNAL) ==
         static_cast<ssize_t>(bytes.size());
}

void hear(int connection) {
  char bytes[4096];
  [[maybe_unused]] const auto count = ::recv(connection, bytes, sizeof bytes, 0);
}

/// Says it again and again until the other side is gone.
FakeBus::Talk repeating(std::string bytes) {
  return [bytes = std::move(bytes)](int connection, const std::atomic<bool>& ended) {
    while (!ended && say(connection, bytes)) std::this_thread::sleep_for(milliseconds(5));
  };
}

/// Lets the other side in, and says that as the bus's first message.
FakeBus::Talk after_handshake(std::string bytes) {
  return [bytes = std::move(bytes)](int connection, const std::atomic<bool>& ended) {
    hear(connection);  // AUTH EXTERNAL, DATA, BEGIN
    say(connection, "DATA\r\nOK 0123456789abcdef0123456789abcdef\r\n");
    hear(connection);  // Hello
    say(connection, bytes);
    while (!ended) std::this_thread::sleep_for(milliseconds(5));
  };
}

Error connect_to(const os::Environment& environment) {
  const auto start = steady_clock::now();
  const auto bus = SessionBus::connect(environment, start + kTime);
  CHECK(steady_clock::now() - start < kTime + milliseconds(600));
  REQUIRE_FALSE(bus);
  CHECK(bus.error().kind == ErrorKind::secret_unavailable);
  CHECK_FALSE(bus.error().hints.empty());
  return bus.error();
}

}  // namespace
TEST_CASE("session_bus_address: returns an address of Unix sockets unchanged") {
  for (const std::string text :
       {"unix:path=/run/user/1000/bus", "unix:abstract=/tmp/dbus-x,guid=0123456789abcdef",
        "unix:path=/a%20b;unix:path=/c"}) {
    CHECK(given(text) == text);
  }
}

TEST_CASE("session_bus_address: refuses an address that leads elsewhere or runs a program") {
  struct Case {
    std::string address, message;
  };
  const std::vector<Case> cases = {
      {"tcp:host=attacker.example,port=1", "names the transport tcp"},
      {"nonce-tcp:host=127.0.0.1,port=1,noncefile=/x", "names the transport nonce-tcp"},
      {"unixexec:path=/bin/sh", "names the transport unixexec"},
      {"autolaunch:", "names the transport autolaunch"},
      {"unix:path=/run/user/1000/bus;tcp:host=attacker.example,port=1", "names the transport tcp"},
      {"UNIX:path=/x", "names the transport UNIX"},
      {"nonsense", "is not an address of D-Bus"},
      {"unix:path=%zz", "is not an address of D-Bus"},
      {";", "is not an address of D-Bus"},
  };
  for (const auto& [text, message] : cases) {
    CAPTURE(text);
    const auto refused = given(text);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == ErrorKind::secret_unavailable);
    CHECK_THAT(refused.error().message, Contains("DBUS_SESSION_BUS_ADDRESS " + message));
    CHECK_FALSE(refused.error().hints.empty());
  }
}

TEST_CASE(
    "session_bus_address: without an address accepts only a socket in an absolute "
    "XDG_RUNTIME_DIR") {
  const test::TempDir dir;
  for (const std::string& folder : {std::string(), std::string("."), dir.path().native()}) {
    CAPTURE(folder);
    const auto none = address({"XDG_RUNTIME_DIR=" + folder});
    REQUIRE_FALSE(none);
    CHECK(none.error().message == "no session bus, so the keyring cannot be reached");
  }
  dir.write("bus", "not a socket");
  CHECK_FALSE(address({"XDG_RUNTIME_DIR=" + dir.path().native()}));
  CHECK_FALSE(address({}));
}

TEST_CASE("SessionBus: calls a bus and tells its failures apart") {
  const test::PrivateBus daemon;
  const auto bus =
      SessionBus::connect(daemon.environment(), steady_clock::now() + std::chrono::seconds(20));
  REQUIRE(bus);
  const auto id = bus->message(kBus, kBusPath, kBus, "GetId");
  CHECK(bus->call(id, "s"));
  const auto other = bus->call(id, "ao");
  REQUIRE_FALSE(other);
  CHECK(other.error().cause == BusFailure::Cause::malformed);
  const auto unknown = bus->call(bus->message("no.such.Name", "/", kBus, "GetId"), "s");
  REQUIRE_FALSE(unknown);
  CHECK(unknown.error().cause == BusFailure::Cause::refused);
  CHECK(unknown.error().name == SD_BUS_ERROR_SERVICE_UNKNOWN);
}

TEST_CASE("SessionBus: distinguishes a bus that ends during a connection from a silent one") {
  auto daemon = std::make_unique<test::PrivateBus>();
  const auto bus =
      SessionBus::connect(daemon->environment(), steady_clock::now() + std::chrono::seconds(20));
  REQUIRE(bus);
  daemon.reset();
  const auto id = bus->message(kBus, kBusPath, kBus, "GetId");
  const auto answer = bus->call(id, "s");
  REQUIRE_FALSE(answer);
  CHECK(answer.error().cause == BusFailure::Cause::disconnected);
}

TEST_CASE(
    "SessionBus: gives up in time on a bus that stops during a connection, also with much to "
    "send") {
  const test::PrivateBus daemon;
  const auto start = steady_clock::now();
  const auto bus = SessionBus::connect(daemon.environment(), start + std::chrono::seconds(2));
  REQUIRE(bus);
  daemon.daemon().stop();
  const auto large = bus->message(kBus, kBusPath, kBus, "NameHasOwner");
  large.append("s", std::string(1 << 20, 'x').c_str());  // more than the socket's buffer takes
  const auto answer = bus->call(large, "b");
  CHECK(steady_clock::now() - start < milliseconds(2900));
  REQUIRE_FALSE(answer);
  CHECK(answer.error().cause == BusFailure::Cause::no_answer);
}

TEST_CASE("SessionBus: gives up in time on a stopped bus, also if its queue is full") {
  const test::PrivateBus bus;
  bus.daemon().stop();
  CHECK(connect_to(bus.environment()).message == "the session bus does not respond");

  const auto address = address_of(bus.socket());
  std::vector<int> waiting;
  bool full = false;
  while (!full && waiting.size() < 10000) {
    waiting.push_back(::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    full =
        ::connect(waiting.back(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0;
  }
  REQUIRE(full);
  CHECK(connect_to(bus.environment()).message == "the session bus does not respond");
  for (const int socket : waiting) ::close(socket);
  bus.daemon().resume();
  CHECK(SessionBus::connect(bus.environment(), steady_clock::now() + std::chrono::seconds(20)));
}

TEST_CASE("SessionBus: gives up in time on a socket that accepts and sends nothing") {
  const FakeBus bus([](int, const std::atomic<bool>& ended) {
    while (!ended) std::this_thread::sleep_for(milliseconds(5));
  });
  CHECK(connect_to(bus.environment()).message == "the session bus does not respond");
}

TEST_CASE("SessionBus: gives up in time on a socket that is silent after the handshake") {
  const FakeBus bus(after_handshake(""));
  CHECK(connect_to(bus.environment()).message == "the session bus does not respond");
}

TEST_CASE("SessionBus: anything but D-Bus in the handshake is an error") {
  const std::vector<std::string> nonsense = {std::string(1000, 'x'),
                                             "x",
                                             "HTTP/1.1 200 OK\r\n\r\n",
                                             "DATA\r\n",
                                             "REJECTED\r\n",
                                             "REJECTED EXTERNAL\r\n",
                                             "OK\r\n",
                                             std::string(3, '\0'),
                                             std::string("\xff\r\n")};
  for (const auto& bytes : nonsense) {
    CAPTURE(bytes);
    const FakeBus bus(repeating(bytes));
    connect_to(bus.environment());
  }
  const FakeBus closing([](int, const std::atomic<bool>&) {});
  CHECK_THAT(connect_to(closing.environment()).message,
             Contains("cannot connect to the session bus"));
}

TEST_CASE("SessionBus: a malformed first message is an error") {
  const std::string huge("l\2\0\1\xff\xff\xff\x07\1\0\0\0\0\0\0\0", 16);
  for (const auto& bytes : {std::string(64, 'x'), std::string(64, '\0'), huge}) {
    const FakeBus bus(after_handshake(bytes));
    connect_to(bus.environment());
  }
}

TEST_CASE("SessionBus: a socket without a listener is an error at once") {
  const test::TempDir dir;
  const int socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const auto address = address_of(dir / "bus");
  REQUIRE(::bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
  const auto error = connect_to(os::Environment({"XDG_RUNTIME_DIR=" + dir.path().native()}));
  CHECK_THAT(error.message, Contains("cannot connect to the session bus") && Contains("refused"));
  ::close(socket);
}
