// SPDX-License-Identifier: MIT
#include "http/tls_server.hpp"

#include "base/text.hpp"
#include "support/forked.hpp"
#include "support/spawn.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace entra_auth::test {
namespace {

constexpr const char* kOpenSsl = "/usr/bin/openssl";

void openssl(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), kOpenSsl);
  const RunResult result = run(std::move(arguments));
  if (result.exit_status != 0) throw std::runtime_error("openssl: " + result.err);
}

[[noreturn]] void become_server(std::vector<std::string>& arguments, int output) {
  std::vector<char*> argv;
  for (auto& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  const int nothing = ::open("/dev/null", O_RDWR);
  ::dup2(nothing, STDIN_FILENO);
  ::dup2(nothing, STDERR_FILENO);
  ::dup2(output, STDOUT_FILENO);
  ::execv(kOpenSsl, argv.data());
  ::_exit(127);
}

/// The port in "ACCEPT 127.0.0.1:PORT".
std::uint16_t read_port(int output) {
  std::string text;
  constexpr int kPatience = 20'000;
  while (true) {
    const auto at = text.find("ACCEPT 127.0.0.1:");
    const auto end = at == std::string::npos ? at : text.find('\n', at);
    if (end != std::string::npos) {
      const auto port = parse_digits(std::string_view(text).substr(at + 17, end - at - 17));
      return static_cast<std::uint16_t>(port.value());
    }
    pollfd descriptor{output, POLLIN, 0};
    std::array<char, 512> buffer{};
    if (::poll(&descriptor, 1, kPatience) != 1) throw std::runtime_error("s_server is silent");
    const auto count = ::read(output, buffer.data(), buffer.size());
    if (count <= 0) throw std::runtime_error("s_server has ended: " + text);
    text.append(buffer.data(), static_cast<std::size_t>(count));
  }
}

}  // namespace

Certificate CertificateFolder::make(const std::string& file, const std::string& extensions,
                                    std::vector<std::string> signing) const {
  const Certificate made{(dir_ / (file + ".pem")).string(), (dir_ / (file + ".key")).string()};
  const std::string request = (dir_ / (file + ".csr")).string();
  const auto extension_file = dir_.write(file + ".ext", extensions + "\n");
  openssl({"req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout",
           made.key, "-out", request, "-subj", "/CN=" + file});
  std::vector<std::string> command = {"x509",  "-req",          "-in",
                                      request, "-extfile",      extension_file.string(),
                                      "-out",  made.certificate};
  command.insert(command.end(), signing.begin(), signing.end());
  openssl(std::move(command));
  return made;
}

Certificate CertificateFolder::authority(const std::string& file) const {
  return make(file, "basicConstraints=critical,CA:TRUE",
              {"-key", (dir_ / (file + ".key")).string(), "-days", "2"});
}

Certificate CertificateFolder::self_signed(const std::string& file, const std::string& name) const {
  return make(file, "subjectAltName=" + name,
              {"-key", (dir_ / (file + ".key")).string(), "-days", "2"});
}

Certificate CertificateFolder::expired(const std::string& file, const std::string& name) const {
  return make(file, "subjectAltName=" + name,
              {"-key", (dir_ / (file + ".key")).string(), "-days", "-1"});
}

Certificate CertificateFolder::issued(const std::string& file, const std::string& name,
                                      const Certificate& issuer) const {
  return make(file, "subjectAltName=" + name,
              {"-CA", issuer.certificate, "-CAkey", issuer.key, "-CAcreateserial", "-days", "2"});
}

TlsServer::TlsServer(const Certificate& certificate, std::vector<std::string> arguments) {
  std::vector<std::string> command = {
      kOpenSsl, "s_server",     "-accept", "127.0.0.1:0", "-www", "-cert", certificate.certificate,
      "-key",   certificate.key};
  command.insert(command.end(), arguments.begin(), arguments.end());
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("pipe2 failed");
  output_ = ends[0];
  pid_ = start_forked([&]() -> int { become_server(command, ends[1]); });
  ::close(ends[1]);
  port_ = read_port(output_);
}

TlsServer::~TlsServer() {
  ::kill(pid_, SIGKILL);
  static_cast<void>(wait_for(pid_));
  ::close(output_);
}

std::string TlsServer::url(const std::string& host) const {
  return "https://" + host + ":" + std::to_string(port_) + "/";
}

}  // namespace entra_auth::test
