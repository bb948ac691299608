// SPDX-License-Identifier: MIT
#include "http/curl_request.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <utility>

namespace entra_auth::http {
namespace {

constexpr const char* kNone = "";

/// Only this request: no redirects, cookies, netrc, upgrades, or settings from the
/// environment.
void set_protocol(CurlHandle& handle) {
  handle.set(CURLOPT_PROTOCOLS_STR, "http,https");
  handle.set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  handle.set(CURLOPT_FOLLOWLOCATION, 0L);
  handle.set(CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
  handle.set(CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  handle.set(CURLOPT_NOSIGNAL, 1L);
  // A hanging resolver thread must not hold us past the deadline.
  handle.set(CURLOPT_QUICK_EXIT, 1L);
}

void set_route(CurlHandle& handle, const Exchange& exchange) {
  handle.set(CURLOPT_URL, exchange.url);
  handle.set(CURLOPT_PROXY, exchange.proxy);
  handle.set(CURLOPT_NOPROXY, kNone);
  handle.set(CURLOPT_PROXYAUTH, static_cast<long>(CURLAUTH_BASIC));
  handle.set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  handle.set(CURLOPT_HEADEROPT, static_cast<long>(CURLHEADER_SEPARATE));
  handle.set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(exchange.connect_timeout.count()));
  handle.set(CURLOPT_TIMEOUT_MS, static_cast<long>(exchange.timeout.count()));
}

void set_tls(CurlHandle& handle, const Exchange& exchange) {
  const auto oldest = static_cast<long>(CURL_SSLVERSION_TLSv1_2);
  handle.set(CURLOPT_SSL_VERIFYPEER, 1L);
  handle.set(CURLOPT_SSL_VERIFYHOST, 2L);
  handle.set(CURLOPT_SSLVERSION, oldest);
  handle.set(CURLOPT_PROXY_SSL_VERIFYPEER, 1L);
  handle.set(CURLOPT_PROXY_SSL_VERIFYHOST, 2L);
  handle.set(CURLOPT_PROXY_SSLVERSION, oldest);
  if (exchange.trust == Trust::system_bundle)
    return;  // libcurl's default: the folder and the bundle

  const char* const nothing = nullptr;
  handle.set(CURLOPT_CAINFO, nothing);
  handle.set(CURLOPT_PROXY_CAINFO, nothing);
  if (exchange.trust == Trust::system_folder) return;

  handle.set(CURLOPT_CAPATH, nothing);
  handle.set(CURLOPT_PROXY_CAPATH, nothing);
  // libcurl's header wants a pointer to mutable bytes, which it only reads.
  curl_blob certificates{.data = const_cast<char*>(exchange.own_certificates.data()),
                         .len = exchange.own_certificates.size(),
                         .flags = CURL_BLOB_NOCOPY};
  handle.set(CURLOPT_CAINFO_BLOB, &certificates);
  handle.set(CURLOPT_PROXY_CAINFO_BLOB, &certificates);
}

void set_content(CurlHandle& handle, const Exchange& exchange) {
  handle.set(CURLOPT_USERAGENT, exchange.user_agent);
  handle.set(CURLOPT_HTTPHEADER, exchange.headers);
  if (exchange.method != HttpMethod::post) return;
  // POSTFIELDS, not COPYPOSTFIELDS: libcurl must not keep a copy of the secrets.
  handle.set(CURLOPT_POSTFIELDSIZE, static_cast<long>(exchange.body.size()));
  handle.set(CURLOPT_POSTFIELDS, exchange.body.empty() ? kNone : exchange.body.data());
  // If a reused connection turns out to be dead, libcurl sends the request again by itself; but a
  // code must not be redeemed twice, nor a `jti` used twice.
  handle.set(CURLOPT_FRESH_CONNECT, 1L);
  handle.set(CURLOPT_FORBID_REUSE, 1L);
}

void set_response(CurlHandle& handle, const Exchange& exchange) {
  handle.set(CURLOPT_HEADERFUNCTION, ResponseReader::on_header);
  handle.set(CURLOPT_HEADERDATA, static_cast<void*>(exchange.reader));
  handle.set(CURLOPT_WRITEFUNCTION, ResponseReader::on_body);
  handle.set(CURLOPT_WRITEDATA, static_cast<void*>(exchange.reader));
  handle.set(CURLOPT_ERRORBUFFER, static_cast<void*>(exchange.error_text));
}

/// A token (RFC 9110 section 5.6.2).
bool is_name(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
  });
}

bool is_value(std::string_view text) {
  return std::ranges::all_of(text, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte == '\t' || (byte >= 0x20 && byte != 0x7f);
  });
}

/// "Name: value"; to libcurl "Name:" means to leave the header out, and "Name;" an empty header.
std::string line_of(const HttpHeader& header) {
  std::string line;
  line.reserve(header.name.size() + header.value.size() + 2);
  line += header.name;
  line += header.value.empty() ? ";" : ": ";
  line += header.value.expose();
  return line;
}

}  // namespace

void configure(CurlHandle& handle, const Exchange& exchange) {
  set_protocol(handle);
  set_route(handle, exchange);
  set_tls(handle, exchange);
  set_content(handle, exchange);
  set_response(handle, exchange);
}

Result<RequestHeaders> RequestHeaders::make(const std::vector<HttpHeader>& headers,
                                            BodyFormat body_format) {
  const auto broken = std::ranges::find_if_not(headers, [](const HttpHeader& header) {
    return is_name(header.name) && is_value(header.value.expose());
  });
  if (broken != headers.end()) {
    return fail(ErrorKind::invalid_configuration,
                "the request header " + for_terminal(broken->name, 60) +
                    " contains a line break or another character that is not allowed there");
  }

  std::vector<std::string> lines;
  lines.reserve(headers.size() + 3);
  lines.emplace_back("Expect:");  // no 100-continue: one round trip, not two
  const auto is_accept = [](const HttpHeader& header) {
    return equals_ignoring_case(header.name, "accept");
  };
  if (std::ranges::none_of(headers, is_accept)) lines.emplace_back("Accept: application/json");
  if (body_format == BodyFormat::json) lines.emplace_back("Content-Type: application/json");
  std::ranges::transform(headers, std::back_inserter(lines), line_of);
  return RequestHeaders(std::move(lines));
}

RequestHeaders::RequestHeaders(std::vector<std::string> lines)
    : lines_(std::move(lines)), nodes_(lines_.size()) {
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    nodes_[i].data = lines_[i].data();
    nodes_[i].next = i + 1 < nodes_.size() ? &nodes_[i + 1] : nullptr;
  }
}

RequestHeaders::~RequestHeaders() {
  std::ranges::for_each(lines_, [](auto& line) { wipe(line); });
}

}  // namespace entra_auth::http
