// SPDX-License-Identifier: MIT
#include "base/json.hpp"
#include "base/try.hpp"
#include "sandbox/endpoints.hpp"
#include "sandbox/graph/graph.hpp"
#include "sandbox/options.hpp"
#include "sandbox/platforms/ci_oidc.hpp"

#include <csignal>
#include <cstdio>
#include <fstream>
#include <sstream>

namespace entra_auth::sandbox {
namespace {

Result<void> apply_config(Tenant& tenant, const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  if (!file) return fail(ErrorKind::invalid_configuration, "cannot be read");
  TRY(const auto json, parse_json_object(text.str()));
  return configure(tenant, json);
}

/// The line that the sandbox prints: the addresses and the names that users and tests need. The
/// control address is where the sandbox listens, even if --base-url is something else.
OrderedJson describe_sandbox(const Sandbox& sandbox, const std::string& listening) {
  const auto& tenant = sandbox.tenant;
  const auto authority = sandbox.base_url + "/" + tenant.id;
  auto clients = OrderedJson::array();
  for (const auto& client : tenant.clients.all()) {
    clients.push_back(
        {{"client_id", client->id},
         {"client_secret",
          client->secrets.empty() ? OrderedJson() : OrderedJson(client->secrets.front().value)},
         {"note", client->note}});
  }
  auto users = OrderedJson::array();
  for (const auto& user : tenant.users) {
    users.push_back({{"username", user.username}, {"name", user.name}, {"oid", user.oid}});
  }
  const auto first = tenant.clients.find(kFirstClientId);
  return {{"base_url", sandbox.base_url},
          {"authority", sandbox.base_url},
          {"tenant_id", tenant.id},
          {"client_id", first->id},
          {"client_secret",
           first->secrets.empty() ? OrderedJson() : OrderedJson(first->secrets.front().value)},
          {"scope", tenant.resources.front().identifier_uris.front() + "/.default"},
          {"token_endpoint", authority + "/oauth2/v2.0/token"},
          {"authorization_endpoint", authority + "/oauth2/v2.0/authorize"},
          {"device_authorization_endpoint", authority + "/oauth2/v2.0/devicecode"},
          {"metadata", authority + "/v2.0/.well-known/openid-configuration"},
          {"jwks_uri", authority + "/discovery/v2.0/keys"},
          {"api", sandbox.base_url + "/api"},
          {"graph", graph_url(sandbox)},
          {"control", listening + "/sandbox"},
          {"clients", clients},
          {"users", users}};
}

std::string base_url(const Options& options, std::uint16_t port) {
  const bool ipv6 = options.host.find(':') != std::string::npos;
  return (options.listen.tls_certificate.empty() ? "http://" : "https://") +
         (ipv6 ? "[" + options.host + "]" : options.host) + ":" + std::to_string(port);
}

/// Serves until SIGINT or SIGTERM.
Result<void> serve(const Options& options) {
  // Before any thread starts, so that all threads inherit the blocked signals.
  sigset_t endings;
  ::sigemptyset(&endings);
  ::sigaddset(&endings, SIGINT);
  ::sigaddset(&endings, SIGTERM);
  ::pthread_sigmask(SIG_BLOCK, &endings, nullptr);
  ::signal(SIGPIPE, SIG_IGN);

  Sandbox sandbox{.base_url = {}, .settings = Settings(options.tokens), .log = !options.quiet};
  add_built_in(sandbox.tenant);
  if (!options.config_file.empty()) {
    if (const auto applied = apply_config(sandbox.tenant, options.config_file); !applied) {
      return fail(ErrorKind::invalid_configuration,
                  options.config_file + ": " + applied.error().message);
    }
  }
  TRY(auto server, HttpServer::bind(options.listen));
  const auto listening = base_url(options, server.port());
  sandbox.base_url = options.base_url.empty() ? listening : options.base_url;
  add_graph(sandbox);
  add_federated_client(sandbox);
  server.start([&](const Request& request) { return handle(sandbox, request); });
  if (std::puts(describe_sandbox(sandbox, listening).dump().c_str()) < 0 ||
      std::fflush(stdout) != 0) {
    return fail(ErrorKind::unexpected, "cannot write to standard output");
  }
  int signal = 0;
  ::sigwait(&endings, &signal);
  sandbox.faults.stop();
  server.stop();
  return {};
}

}  // namespace
}  // namespace entra_auth::sandbox

int main(int argc, char** argv) {
  using namespace entra_auth;
  try {
    const auto options = sandbox::parse_options(argc, argv);
    if (const int* status = std::get_if<int>(&options)) return *status;
    const auto served = sandbox::serve(std::get<sandbox::Options>(options));
    if (served) return 0;
    std::fprintf(stderr, "error: %s\n", served.error().message.c_str());
    return exit_code(served.error().kind);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "error: %s\n", error.what());
    return 1;
  }
}
