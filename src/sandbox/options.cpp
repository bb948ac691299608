// SPDX-License-Identifier: MIT
#include "sandbox/options.hpp"

#include "base/url.hpp"

#include <CLI/CLI.hpp>

namespace entra_auth::sandbox {
namespace {

constexpr int kUsage = 64;

std::string check_loopback(const std::string& host) {
  return host == "localhost" || (is_loopback_host(host) &&
                                 host.find_first_not_of("0123456789.:") == std::string::npos)
             ? ""
             : host + " is not a loopback address";
}

std::string check_base_url(const std::string& text) {
  const auto url = check_request_url(text);
  return url && url->path == "/" && url->query.empty() && !text.ends_with('/')
             ? ""
             : text + " is not the URL of a host, such as https://login.example";
}

}  // namespace

std::variant<Options, int> parse_options(int argc, char** argv) {
  Options options{.listen = {}, .host = "127.0.0.1", .config_file = {}, .tokens = {}};
  long long refresh_in = -1;
  CLI::App app{
      "A local stand-in for Microsoft Entra ID, Maskinporten and the token endpoints of "
      "platforms, for demos and tests. Prints its endpoints as one line of JSON and serves until "
      "it is interrupted.",
      "entra-auth-sandbox"};
  app.add_option("--port", options.listen.port, "Port to listen on; 0: the system chooses");
  app.add_option("--host", options.host, "Loopback address to listen on, or localhost")
      ->check(CLI::Validator(check_loopback, "LOOPBACK"));
  app.add_option("--base-url", options.base_url,
                 "Base URL in responses and tokens, if clients reach the sandbox through a proxy")
      ->check(CLI::Validator(check_base_url, "URL"));
  auto* certificate = app.add_option("--tls-certificate", options.listen.tls_certificate,
                                     "Serve https with this certificate (PEM file)")
                          ->check(CLI::ExistingFile);
  auto* key = app.add_option("--tls-key", options.listen.tls_key,
                             "Private key of the certificate (PEM file)")
                  ->check(CLI::ExistingFile);
  certificate->needs(key);
  key->needs(certificate);
  app.add_option("--config", options.config_file, "JSON file with more clients and resources")
      ->check(CLI::ExistingFile);
  app.add_option("--token-lifetime", options.tokens.lifetime, "Lifetime of tokens, in seconds")
      ->check(CLI::Range(0LL, kMaxLifetime));
  app.add_option("--refresh-in", refresh_in, "Seconds after which clients should renew a token")
      ->check(CLI::Range(0LL, kMaxLifetime));
  app.add_flag("--quiet", options.quiet, "Do not log requests on stderr");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : kUsage;
  }
  if (refresh_in >= 0) options.tokens.refresh_in = refresh_in;
  options.listen.host = options.host == "localhost" ? "127.0.0.1" : options.host;
  return options;
}

}  // namespace entra_auth::sandbox
