// SPDX-License-Identifier: MIT
#include "http/transfer_error.hpp"

#include "base/text.hpp"
#include "os/descriptor.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace entra_auth::http {
namespace {

/// Verification results of OpenSSL (X509_V_ERR_*, openssl-verification-options(1)).
struct VerifyResult {
  long code;
  bool issuer_unknown;
  std::string_view meaning;
};
constexpr std::array kVerifyResults = {
    VerifyResult{2, true, "was issued by a CA that is not trusted here"},
    VerifyResult{9, false, "is not valid yet"},
    VerifyResult{10, false, "has expired"},
    VerifyResult{18, true, "is self-signed"},
    VerifyResult{19, true, "was issued by a self-signed CA that is not trusted here"},
    VerifyResult{20, true, "was issued by a CA that is not trusted here"},
    VerifyResult{21, true, "was issued by a CA that is not trusted here"},
    VerifyResult{23, false, "has been revoked"},
    VerifyResult{66, false, "has a key that is too weak"},
    VerifyResult{67, false, "was issued by a CA with a key that is too weak"},
    VerifyResult{68, false, "is signed with a digest that is too weak"},
};

/// The result of libcurl if the chain is valid and the host name does not match.
constexpr long kUnspecified = 1;

constexpr const char* kProxySetting = "HTTPS_PROXY or `proxy`";

const VerifyResult* find_verify_result(long code) {
  const auto* found = std::ranges::find(kVerifyResults, code, &VerifyResult::code);
  return found == kVerifyResults.end() ? nullptr : found;
}

std::string with_detail(std::string message, std::string_view detail) {
  const auto text = trim(detail);
  return text.empty() ? message : message + ": " + for_terminal(text, 300);
}

Error network(std::string message, std::vector<std::string> hints, bool retryable) {
  return Error{.kind = ErrorKind::network,
               .message = std::move(message),
               .hints = std::move(hints),
               .retryable = retryable};
}

std::string route(const Transfer& transfer) {
  return transfer.proxy_origin.empty()
             ? transfer.origin
             : transfer.origin + " through the proxy " + transfer.proxy_origin;
}

Error resolve_failure(const Transfer& transfer) {
  return network("cannot find the host " + transfer.host + " of " + transfer.origin,
                 {"check the host name and this machine's network and DNS",
                  std::string("if the internet is reached through a proxy, set ") + kProxySetting},
                 true);
}

Error connect_failure(const CurlHandle& handle, const Transfer& transfer) {
  const auto error_number = static_cast<int>(handle.number(CURLINFO_OS_ERRNO));
  const std::string cause =
      error_number != 0 ? os::errno_text(error_number) : std::string("connection failed");
  if (!transfer.proxy_origin.empty()) {
    return network("cannot connect to the proxy " + transfer.proxy_origin + ": " + cause,
                   {std::string("check ") + kProxySetting}, true);
  }
  return network("cannot connect to " + transfer.origin + ": " + cause,
                 {std::string("check the network; if a proxy is needed, set ") + kProxySetting},
                 true);
}

Error timed_out(const CurlHandle& handle, const Transfer& transfer) {
  Error error{.kind = ErrorKind::timeout, .message = {}, .retryable = true};
  if (handle.microseconds(CURLINFO_PRETRANSFER_TIME_T) > 0) {
    error.message = "timed out while waiting for the response of " + route(transfer);
  } else {
    error.message = "timed out while connecting to " + route(transfer);
    error.hints = {"check the network and its firewall; if a proxy is needed, set " +
                   std::string(kProxySetting)};
  }
  error.hints.emplace_back("allow more time with --timeout");
  return error;
}

/// The proxy did not accept CONNECT.
Error refused_by_proxy(long status, const Transfer& transfer) {
  const bool is_authentication = status == 401 || status == 407;
  std::string hint = "ask the administrator of the proxy to allow connections to " + transfer.host;
  if (is_authentication) {
    hint = transfer.proxy_has_credentials
               ? "check the user name and the password in the proxy URL"
               : "put user name and password into the proxy URL: http://USER:PASSWORD@HOST:PORT";
  }
  return network("the proxy " + transfer.proxy_origin + " refused to connect to " +
                     transfer.origin + ": status " + std::to_string(status),
                 {std::move(hint)}, status >= 500);
}

Error certificate_refused(const CurlHandle& handle, const Transfer& transfer,
                          std::string_view detail) {
  const long proxy_result = handle.number(CURLINFO_PROXY_SSL_VERIFYRESULT);
  const long result = proxy_result != 0 ? proxy_result : handle.number(CURLINFO_SSL_VERIFYRESULT);
  const std::string subject =
      "the certificate of " + (proxy_result != 0 ? transfer.proxy_origin : transfer.origin);
  if (result == 0 || result == kUnspecified) {
    return network(with_detail(subject + " is not for this host name", detail),
                   {"check the host name; a TLS-intercepting proxy or a sign-in page of the "
                    "network may respond instead"},
                   false);
  }
  const VerifyResult* known = find_verify_result(result);
  if (known == nullptr) return network(with_detail(subject + " was refused", detail), {}, false);

  std::vector<std::string> hints;
  if (result == 9 || result == 10) {
    hints.emplace_back("check this machine's clock");
  } else if (known->issuer_unknown && !transfer.ca_file.empty()) {
    hints.push_back("only the certificates in " + for_terminal(transfer.ca_file) +
                    " are trusted; the CA of this server must be among them");
  } else if (known->issuer_unknown) {
    hints.emplace_back(
        "if a proxy intercepts TLS, set `ca_file` or SSL_CERT_FILE to a PEM file with its CA "
        "certificate");
  }
  return network(subject + " " + std::string(known->meaning), std::move(hints), false);
}

Error unusable_certificates(const Transfer& transfer) {
  if (!transfer.ca_file.empty()) return no_certificates_in(transfer.ca_file);
  return network("this machine has no CA certificates to check " + transfer.origin + " with",
                 {"install the package ca-certificates, or name a PEM file in `ca_file`"}, false);
}

Error handshake_failure(const Transfer& transfer, std::string_view detail) {
  // A connection that is cut off in the handshake may succeed the next time; a disagreement about
  // TLS will not go away.
  constexpr std::array<std::string_view, 3> kCutOff = {"SSL_ERROR_SYSCALL", "onnection reset",
                                                       "unexpected eof"};
  const bool cut_off = std::ranges::any_of(
      kCutOff, [&](auto text) { return detail.find(text) != std::string_view::npos; });
  std::vector<std::string> hints;
  if (!cut_off) hints.emplace_back("TLS 1.2 or newer is needed");
  return network(with_detail("no TLS connection to " + route(transfer), detail), std::move(hints),
                 cut_off);
}

Error too_large(const Transfer& transfer) {
  const bool is_body = transfer.excess == ResponseReader::Excess::body;
  return network("the response of " + transfer.origin + " is too large: more than " +
                     std::to_string((is_body ? transfer.max_body_bytes : kMaxHeaderBytes) / 1024) +
                     (is_body ? " KiB" : " KiB of headers"),
                 {}, false);
}

}  // namespace

Error no_certificates_in(std::string_view ca_file) {
  return Error{.kind = ErrorKind::invalid_configuration,
               .message = "no certificates can be read from " + for_terminal(ca_file),
               .hints = {"it must contain CA certificates in PEM format"}};
}

bool issuer_was_unknown(CURLcode code, const CurlHandle& handle) {
  if (code != CURLE_PEER_FAILED_VERIFICATION) return false;
  const auto unknown = [&](CURLINFO info) {
    const VerifyResult* result = find_verify_result(handle.number(info));
    return result != nullptr && result->issuer_unknown;
  };
  return unknown(CURLINFO_SSL_VERIFYRESULT) || unknown(CURLINFO_PROXY_SSL_VERIFYRESULT);
}

Error describe_failure(CURLcode code, const CurlHandle& handle, const Transfer& transfer,
                       std::string_view detail) {
  if (transfer.excess != ResponseReader::Excess::none) return too_large(transfer);
  if (code == CURLE_OPERATION_TIMEDOUT) return timed_out(handle, transfer);
  const long connect_status = handle.number(CURLINFO_HTTP_CONNECTCODE);
  if (connect_status >= 300) return refused_by_proxy(connect_status, transfer);
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
      return resolve_failure(transfer);
    case CURLE_COULDNT_RESOLVE_PROXY:
      return network("cannot find the host of the proxy " + transfer.proxy_origin,
                     {std::string("check ") + kProxySetting}, true);
    case CURLE_COULDNT_CONNECT:
      return connect_failure(handle, transfer);
    case CURLE_PEER_FAILED_VERIFICATION:
      return certificate_refused(handle, transfer, detail);
    case CURLE_SSL_CACERT_BADFILE:
      return unusable_certificates(transfer);
    case CURLE_SSL_CONNECT_ERROR:
      return handshake_failure(transfer, detail);
    case CURLE_GOT_NOTHING:
      return network("no response from " + route(transfer) + ": it closed the connection", {},
                     true);
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
    case CURLE_PARTIAL_FILE:
      return network(with_detail("the connection to " + route(transfer) + " broke", detail), {},
                     true);
    case CURLE_OUT_OF_MEMORY:  // libcurl's code for a header line beyond its own limit
      return network(
          with_detail("the response of " + transfer.origin + " is too large", handle.text(code)),
          {}, false);
    case CURLE_BAD_FUNCTION_ARGUMENT:
    case CURLE_UNKNOWN_OPTION:
    case CURLE_NOT_BUILT_IN:
      return Error{.kind = ErrorKind::unexpected,
                   .message = with_detail("libcurl cannot send this request", handle.text(code))};
    default:
      return network(with_detail("no usable response from " + route(transfer),
                                 trim(detail).empty() ? handle.text(code) : detail),
                     {}, false);
  }
}

}  // namespace entra_auth::http
