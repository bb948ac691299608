// SPDX-License-Identifier: MIT
#include "http/curl_transport.hpp"

#include "base/form.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "base/try.hpp"
#include "http/curl_library.hpp"
#include "http/curl_request.hpp"
#include "http/transfer_error.hpp"
#include "http/wire_log.hpp"
#include "os/files.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <string_view>
#include <utility>

namespace entra_auth::http {
namespace {

std::string url_text(const Url& url) {
  return origin(url) + url.path + (url.query.empty() ? "" : "?" + url.query);
}

/// Setting and path, or empty.
std::string shown_ca_file(const TransportSettings& settings) {
  return settings.ca_file.empty() ? "" : settings.ca_file_origin + " " + settings.ca_file;
}

/// The encoded form; the plain one is wiped when this returns.
Result<Secret> make_body(const HttpRequest& request, std::string_view shown_proxy) {
  Form form;
  if (request.make_form) {
    TRY(form, request.make_form());
  }
  if (log::wire_enabled()) log_request(request, form, shown_proxy);
  return request.body_format == BodyFormat::json ? json_encode(form) : form_encode(form);
}

Result<Url> check_url(const HttpRequest& request) {
  return request.route == Route::platform ? parse_url(request.url) : check_request_url(request.url);
}

Result<Secret> proxy_for(const HttpRequest& request, const Url& url,
                         const ProxySettings& settings) {
  if (request.route == Route::platform) return Secret();
  return choose_proxy(url, settings);
}

/// The proxy URL as the C string that libcurl takes, wiped afterwards.
class ProxyText {
 public:
  explicit ProxyText(const Secret& proxy) : text_(proxy.expose()) {}
  ~ProxyText() { wipe(text_); }
  ProxyText(const ProxyText&) = delete;
  ProxyText& operator=(const ProxyText&) = delete;
  [[nodiscard]] const char* c_str() const { return text_.c_str(); }

 private:
  std::string text_;
};

/// Leaves no pointers to a finished request in the handle.
struct ResetAtExit {
  CurlHandle& handle;
  ~ResetAtExit() { handle.reset(); }
};

}  // namespace

struct CurlTransport::State {
  CurlHandle handle;
  Trust trust;
  std::string own_certificates{};  // PEM, read when the first TLS connection needs them

  Result<void> read_certificates(const TransportSettings& settings);
  CURLcode perform(Exchange& exchange, const std::string& shown_origin);
};

Result<void> CurlTransport::State::read_certificates(const TransportSettings& settings) {
  constexpr std::size_t kMaxBytes = std::size_t{16} * 1024 * 1024;
  if (trust != Trust::own_certificates || !own_certificates.empty()) return {};
  const auto content = os::read_file(settings.ca_file, kMaxBytes, os::Privacy::not_required);
  if (content.problem != os::FileProblem::none) {
    Error error = os::describe(content, settings.ca_file, ErrorKind::invalid_configuration);
    error.message = settings.ca_file_origin + ": " + error.message;
    return fail(std::move(error));
  }
  if (content.bytes.expose().find("-----BEGIN ") == std::string_view::npos) {
    return fail(no_certificates_in(shown_ca_file(settings)));
  }
  own_certificates = content.bytes.expose();
  return {};
}

CURLcode CurlTransport::State::perform(Exchange& exchange, const std::string& shown_origin) {
  exchange.trust = trust;
  exchange.own_certificates = own_certificates;
  configure(handle, exchange);
  const CURLcode code = handle.perform();
  if (trust != Trust::system_folder || !issuer_was_unknown(code, handle)) return code;

  // The handshake failed, so nothing of the request was sent yet.
  log::reason("no certificate in the system's folder vouches for " + shown_origin +
              ": trying the system's bundle");
  trust = exchange.trust = Trust::system_bundle;
  const std::chrono::microseconds spent(handle.microseconds(CURLINFO_TOTAL_TIME_T));
  exchange.timeout =
      std::max(exchange.timeout - std::chrono::ceil<Milliseconds>(spent), Milliseconds(1));
  handle.reset();
  configure(handle, exchange);
  return handle.perform();
}

CurlTransport::CurlTransport(TransportSettings settings, Clock& clock)
    : settings_(std::move(settings)), clock_(clock) {}

CurlTransport::~CurlTransport() = default;

Result<HttpResponse> CurlTransport::send(const HttpRequest& request) {
  TRY(const Url url, check_url(request));
  TRY(const Secret proxy, proxy_for(request, url, settings_.proxy));
  TRY(RequestHeaders headers, RequestHeaders::make(request.headers, request.body_format));
  const std::string shown_proxy = proxy_origin(proxy);
  TRY(const Secret body, make_body(request, shown_proxy));

  if (!state_) {
    TRY(CurlHandle handle, CurlHandle::make());
    const auto trust = settings_.ca_file.empty() ? Trust::system_folder : Trust::own_certificates;
    state_ = std::make_unique<State>(State{std::move(handle), trust});
  }
  if (url.scheme == "https" || shown_proxy.starts_with("https://")) {
    TRY_VOID(state_->read_certificates(settings_));
  }

  const Deadline start = clock_.steady_now();
  const auto remaining = std::chrono::floor<Milliseconds>(request.deadline - start);
  if (remaining < Milliseconds(1)) {
    return fail(ErrorKind::timeout, "no time left for the request to " + origin(url),
                {"allow more time with --timeout"});
  }
  const std::string full_url = url_text(url);
  const ProxyText proxy_text(proxy);
  ResponseReader reader(request.max_body_bytes);
  std::array<char, CURL_ERROR_SIZE> error_text{};
  const auto timeout = std::min<Milliseconds>(remaining, std::chrono::hours(24));
  Exchange exchange{.method = request.method,
                    .url = full_url.c_str(),
                    .proxy = proxy_text.c_str(),
                    .user_agent = settings_.user_agent.c_str(),
                    .headers = headers.list(),
                    .body = body.expose(),
                    .connect_timeout = std::min(
                        request.connect_timeout.value_or(settings_.connect_timeout), timeout),
                    .timeout = timeout,
                    .reader = &reader,
                    .error_text = error_text.data()};
  const ResetAtExit reset{state_->handle};
  const CURLcode code = state_->perform(exchange, origin(url));
  if (code != CURLE_OK) {
    const Transfer transfer{
        .host = url.host,
        .origin = origin(url),
        .proxy_origin = shown_proxy,
        .proxy_has_credentials = proxy.expose().find('@') != std::string_view::npos,
        .ca_file = shown_ca_file(settings_),
        .max_body_bytes = request.max_body_bytes,
        .excess = reader.excess()};
    return fail(describe_failure(code, state_->handle, transfer, error_text.data()));
  }
  if (!reader.head_is_complete()) {
    return fail(Error{.kind = ErrorKind::network,
                      .message = "the response of " + origin(url) + " is incomplete",
                      .retryable = true});
  }
  const long status = state_->handle.number(CURLINFO_RESPONSE_CODE);
  if (status < 200 || status > 599) {
    return fail(ErrorKind::network,
                "no usable response from " + origin(url) + ": status " + std::to_string(status));
  }
  HttpResponse response = reader.take(static_cast<int>(status));
  if (log::wire_enabled()) {
    log_response(response, std::chrono::floor<Milliseconds>(clock_.steady_now() - start));
  }
  return response;
}

Result<std::string> curl_version() {
  TRY(const CurlLibrary* library, CurlLibrary::open());
  // libcurl names itself and its TLS library first.
  const auto words = split(library->version(), " ");
  constexpr std::string_view kSelf = "libcurl/";
  std::string text = words.empty() ? "unknown" : words[0];
  if (text.starts_with(kSelf)) text.erase(0, kSelf.size());
  if (words.size() > 1) text += " " + words[1];
  return text;
}

}  // namespace entra_auth::http
