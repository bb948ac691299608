// SPDX-License-Identifier: MIT
#include "secrets/private_bus.hpp"

#include "support/forked.hpp"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <functional>
#include <stdexcept>
#include <thread>

namespace entra_auth::test {
namespace {

constexpr const char* kServicePath = "/org/freedesktop/secrets";

constexpr const char* kBusConfiguration = R"(<!DOCTYPE busconfig PUBLIC
 "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path=%SOCKET%</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
)";

std::filesystem::path write_configuration(const TempDir& folder) {
  std::string text = kBusConfiguration;
  const std::string place = "%SOCKET%";
  text.replace(text.find(place), place.size(), (folder / "bus").native());
  return folder.write("bus.conf", text);
}

void wait_until(const std::string& what, const std::function<bool()>& is_ready) {
  const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (!is_ready()) {
    if (std::chrono::steady_clock::now() > limit) throw std::runtime_error(what + " did not start");
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
}

std::vector<char*> pointers(std::vector<std::string>& strings) {
  std::vector<char*> result;
  for (auto& text : strings) result.push_back(text.data());
  result.push_back(nullptr);
  return result;
}

std::vector<std::string> keyring_argv(Start start) {
  std::vector<std::string> argv = {"/usr/bin/gnome-keyring-daemon", "--foreground",
                                   "--components=secrets"};
  if (start == Start::replacing) argv.emplace_back("--replace");
  if (start != Start::without_password) argv.emplace_back("--unlock");
  return argv;
}

std::vector<std::string> send_to_service(const PrivateBus& bus) {
  return {"/usr/bin/dbus-send", "--bus=" + bus.address(), "--print-reply",
          "--dest=org.freedesktop.secrets"};
}

}  // namespace

Daemon::Daemon(std::vector<std::string> argv, std::vector<std::string> env, const std::string& in) {
  const auto arguments = pointers(argv);
  const auto variables = pointers(env);
  int input[2];
  if (::pipe2(input, O_CLOEXEC) != 0) throw std::runtime_error("pipe2 failed");
  pid_ = start_forked([&] {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
    ::dup2(input[0], STDIN_FILENO);
    ::dup2(nowhere, STDOUT_FILENO);
    ::dup2(nowhere, STDERR_FILENO);
    ::execve(arguments[0], arguments.data(), variables.data());
    return 127;
  });
  ::close(input[0]);
  const bool written = ::write(input[1], in.data(), in.size()) == static_cast<ssize_t>(in.size());
  ::close(input[1]);
  if (!written) throw std::runtime_error("cannot write to " + argv[0]);
}

Daemon::~Daemon() {
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
}

PrivateBus::PrivateBus()
    : daemon_({"/usr/bin/dbus-daemon", "--nofork", "--nopidfile",
               "--config-file=" + write_configuration(folder_).native()},
              entries()) {
  wait_until("dbus-daemon", [&] {
    return test::run({"/usr/bin/dbus-send", "--bus=" + address(), "--print-reply",
                      "--dest=org.freedesktop.DBus", "/", "org.freedesktop.DBus.GetId"})
               .exit_status == 0;
  });
}

std::vector<std::string> PrivateBus::entries() const {
  const std::string home = folder().native();
  return {"PATH=/usr/bin:/bin", "HOME=" + home, "XDG_RUNTIME_DIR=" + home,
          "DBUS_SESSION_BUS_ADDRESS=" + address()};
}

std::string PrivateBus::run(std::vector<std::string> argv, const std::string& in) const {
  argv[0].insert(0, "/usr/bin/");
  const auto result = test::run(argv, {.env = entries(), .in = in});
  if (result.exit_status != 0) throw std::runtime_error(argv[0] + " failed: " + result.err);
  return result.out;
}

PrivateKeyring::PrivateKeyring(const PrivateBus& bus, Start start)
    : bus_(bus), daemon_(keyring_argv(start), bus.entries(), "a password") {
  // Without a password there may be no collection; then the service itself is what we wait for.
  const bool unlocked = start != Start::without_password;
  std::vector<std::string> question = send_to_service(bus);
  for (const char* argument : {unlocked ? "/org/freedesktop/secrets/aliases/default" : kServicePath,
                               "org.freedesktop.DBus.Properties.Get",
                               unlocked ? "string:org.freedesktop.Secret.Collection"
                                        : "string:org.freedesktop.Secret.Service",
                               unlocked ? "string:Locked" : "string:Collections"}) {
    question.emplace_back(argument);
  }
  wait_until("gnome-keyring-daemon", [&] {
    const auto answer = test::run(question, {.env = bus.entries()});
    return answer.exit_status == 0 &&
           (!unlocked || answer.out.find("boolean false") != std::string::npos);
  });
}

void PrivateKeyring::lock() const {
  auto argv = send_to_service(bus_);
  argv.insert(argv.end(), {kServicePath, "org.freedesktop.Secret.Service.Lock",
                           "array:objpath:/org/freedesktop/secrets/aliases/default"});
  if (test::run(argv).exit_status != 0) throw std::runtime_error("the keyring cannot be locked");
}

}  // namespace entra_auth::test
