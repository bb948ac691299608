// SPDX-License-Identifier: MIT
#include "base/text.hpp"
#include "base/time.hpp"
#include "base/try.hpp"
#include "base/url.hpp"
#include "cli/doctor/sections.hpp"
#include "http/proxy.hpp"
#include "oauth/error_response.hpp"
#include "oauth/metadata.hpp"
#include "service/server.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace entra_auth::cli {
namespace {

using std::chrono::seconds;

/// A URL to send a request to. If `url` is empty, the issuer's metadata names it.
struct Endpoint {
  std::string name;
  std::string url;
  bool is_metadata = false;
  Route route = Route::internet;
};

struct Measured {
  HttpResponse response;
  Milliseconds time;
  std::optional<seconds> clock_offset;
};

/// Without the query, which may hold a secret.
std::string shown_route(const std::string& url) { return url.substr(0, url.find('?')); }

Result<std::vector<Endpoint>> endpoints_of(const Profile& profile,
                                           const os::Environment& environment) {
  const bool is_of_platform =
      profile.provider == Provider::texas || profile.flow == Flow::managed_identity;
  TRY(const auto identity, service::endpoint_identity(profile, environment));
  if (is_of_platform) {
    return std::vector<Endpoint>{
        {.name = "token_endpoint", .url = identity, .route = Route::platform}};
  }
  std::vector<Endpoint> endpoints;
  if (auto url = service::metadata_address(profile); !url.empty()) {
    endpoints.push_back({.name = "metadata", .url = std::move(url), .is_metadata = true});
  }
  const bool is_named = profile.provider == Provider::entra || !profile.token_endpoint.empty();
  endpoints.push_back({.name = "token_endpoint", .url = is_named ? identity : ""});
  if (profile.flow == Flow::interactive_browser) {
    endpoints.push_back(
        {.name = "authorization_endpoint", .url = service::known_authorization_endpoint(profile)});
  } else if (profile.flow == Flow::device_code) {
    endpoints.push_back({.name = "device_authorization_endpoint",
                         .url = service::known_device_authorization_endpoint(profile)});
  }
  return endpoints;
}

std::string describe_route(const Url& url, Route route, const http::ProxySettings& settings) {
  if (route == Route::platform) return "directly: it is the platform's own address";
  switch (http::why_direct(url, settings)) {
    case http::DirectBecause::no_proxy_is_set:
      return "directly: no proxy is set";
    case http::DirectBecause::loopback:
      return "directly: loopback addresses never use a proxy";
    case http::DirectBecause::metadata_address:
      return "directly: the metadata address never uses a proxy";
    case http::DirectBecause::excluded:
      return "directly: " + settings.no_proxy_origin + " excludes it";
    case http::DirectBecause::uses_proxy:
      break;
  }
  const auto proxy = http::choose_proxy(url, settings);
  return "through " + (proxy ? http::proxy_origin(*proxy) : std::string("a proxy")) + " (" +
         (url.scheme == "https" ? settings.https_proxy_origin : settings.http_proxy_origin) + ")";
}

class Prober {
 public:
  Prober(const Profile& profile, const http::TransportSettings& settings, Transport& transport,
         const Clock& clock)
      : profile_(profile), settings_(settings), transport_(transport), clock_(clock) {}

  void probe(const Endpoint& endpoint, Deadline deadline, DoctorSection& section) {
    std::string address = endpoint.url.empty() ? from_metadata(endpoint.name) : endpoint.url;
    if (address.empty()) {
      section.add(info(endpoint.name, "not known: the metadata does not name it"));
      return;
    }
    const auto url = parse_url(address);
    if (!url) {
      section.add(problem(endpoint.name, url.error()));
      return;
    }
    if (const auto known = requested_.find(origin(*url)); known != requested_.end()) {
      auto finding =
          info(endpoint.name, shown_route(address) + ": the same server as " + known->second);
      finding.facts = {{"url", shown_route(address)}};
      section.add(std::move(finding));
      return;
    }
    requested_[origin(*url)] = endpoint.name;
    const std::string route = describe_route(*url, endpoint.route, settings_.proxy);
    const auto measured = send(address, endpoint.route, deadline);
    auto finding =
        measured ? judge(endpoint, address, *measured) : unreachable(endpoint, measured.error());
    finding.detail += ", " + route;
    finding.facts = {{"url", shown_route(address)}, {"status", nullptr}, {"milliseconds", nullptr}};
    if (measured) {
      finding.facts["status"] = measured->response.status;
      finding.facts["milliseconds"] = measured->time.count();
      if (!clock_offset_) clock_offset_ = measured->clock_offset;
    }
    section.add(std::move(finding));
  }

  [[nodiscard]] std::optional<seconds> clock_offset() const { return clock_offset_; }

 private:
  Result<Measured> send(const std::string& url, Route route, Deadline deadline) {
    HttpRequest request;
    request.url = url;
    request.route = route;
    request.attempts = Attempts::once;
    request.max_body_bytes = std::size_t{1024} * 1024;
    request.deadline = deadline;
    const Timestamp before = clock_.now();
    const Deadline start = clock_.steady_now();
    TRY(auto response, transport_.send(request));
    const auto offset = oauth::clock_offset(response, before, clock_.now());
    return Measured{.response = std::move(response),
                    .time = std::chrono::floor<Milliseconds>(clock_.steady_now() - start),
                    .clock_offset = offset};
  }

  /// A timeout counts as a server that cannot be reached.
  static Finding unreachable(const Endpoint& endpoint, Error error) {
    if (error.kind == ErrorKind::timeout) error.kind = ErrorKind::network;
    return problem(endpoint.name, error);
  }

  Finding judge(const Endpoint& endpoint, const std::string& url, const Measured& measured) {
    const int status = measured.response.status;
    const std::string text = shown_route(url) + ": status " + std::to_string(status) + " in " +
                             std::to_string(measured.time.count()) + " ms";
    Error error{.kind = ErrorKind::network, .message = text};
    if (endpoint.is_metadata) {
      const auto issuer = profile_.provider == Provider::maskinporten
                              ? service::maskinporten_issuer(profile_)
                              : profile_.issuer;
      auto metadata = oauth::read_metadata(measured.response.body.expose(),
                                           profile_.provider == Provider::entra ? "" : issuer);
      if (status == 200 && metadata) {
        metadata_ = std::move(*metadata);
        return ok(endpoint.name, text);
      }
      error.message += status == 200 ? ", " + metadata.error().message : ", not metadata";
      error.hints = {profile_.provider == Provider::entra
                         ? "check tenant_id, and cloud or authority, in the profile"
                         : "check issuer and environment in the profile"};
      return problem(endpoint.name, error);
    }
    if (status < 500) return ok(endpoint.name, text + ", no credential sent");
    error.hints = {"the server, or a proxy in front of it, has a fault; try again later"};
    return problem(endpoint.name, error);
  }

  [[nodiscard]] std::string from_metadata(const std::string& name) const {
    if (!metadata_) return {};
    if (name == "token_endpoint") return metadata_->token_endpoint;
    if (name == "authorization_endpoint") return metadata_->authorization_endpoint;
    return metadata_->device_authorization_endpoint;
  }

  const Profile& profile_;
  const http::TransportSettings& settings_;
  Transport& transport_;
  const Clock& clock_;
  std::map<std::string, std::string>
      requested_;  // by origin: the endpoint that was requested there
  std::optional<oauth::ServerMetadata> metadata_;
  std::optional<seconds> clock_offset_;
};

Finding describe_clock(std::optional<seconds> offset, const Profile& profile) {
  constexpr const char* kName = "clock";
  if (!offset) return info(kName, "not compared: no server sent a Date header");
  const seconds allowed(profile.provider == Provider::maskinporten ? 5 : 60);
  const auto apart = std::chrono::abs(*offset);
  auto finding = ok(kName, "in step with the server");
  if (apart.count() > 0) {
    finding.detail = "this machine is " + describe_duration(apart) +
                     (offset->count() > 0 ? " ahead of" : " behind") + " the server";
  }
  if (apart > allowed) {
    finding.status = FindingStatus::warning;
    finding.hint = "correct this machine's clock (NTP), or assertions and tokens will be refused";
  }
  finding.facts = {{"ahead_seconds", offset->count()}};
  return finding;
}

}  // namespace

DoctorSection examine_network(const Profile& profile, const http::TransportSettings& settings,
                              Transport& transport, const Context& context, Deadline deadline) {
  DoctorSection section{"network", "Network", {}};
  const auto endpoints = endpoints_of(profile, context.environment);
  if (!endpoints) {
    section.add(problem("token_endpoint", endpoints.error()));
    return section;
  }
  Prober prober(profile, settings, transport, context.clock);
  auto left = static_cast<long>(endpoints->size());
  for (const auto& endpoint : *endpoints) {
    // A server that hangs must leave time for the others.
    const Deadline now = context.clock.steady_now();
    prober.probe(endpoint, left > 1 ? now + (deadline - now) / 2 : deadline, section);
    --left;
  }
  section.add(describe_clock(prober.clock_offset(), profile));
  return section;
}

}  // namespace entra_auth::cli
