// SPDX-License-Identifier: MIT
#pragma once

#include <entra_auth/transport.hpp>

#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace entra_auth::test {

/// A request as it would have been sent, with its form as plain text.
struct SentRequest {
  HttpMethod method{};
  std::string url;
  std::vector<std::pair<std::string, std::string>> form;
  std::map<std::string, std::string> headers;
  ExpectedBody expected_body{};
  Attempts attempts{};
  Route route{};
  BodyFormat body_format{};
  std::optional<Milliseconds> connect_timeout{};

  /// The only field of that name; fails the test if there is none or more than one.
  [[nodiscard]] std::string field(const std::string& name) const;
  [[nodiscard]] bool has_field(const std::string& name) const;
};

/// Answers requests from a script, in order. A request that the script does not expect fails the
/// test, and so does a scripted response that was not requested.
class FakeTransport final : public Transport {
 public:
  ~FakeTransport() override;

  /// Answers the next request, which must go to `url`.
  void expect(std::string url, int status, std::string body,
              std::vector<std::pair<std::string, std::string>> headers = {});
  /// Fails the next request, which must go to `url`.
  void expect_failure(std::string url, Error error);

  Result<HttpResponse> send(const HttpRequest& request) override;

  [[nodiscard]] const std::vector<SentRequest>& sent() const { return sent_; }

 private:
  struct Exchange {
    std::string url;
    Result<HttpResponse> answer;
  };
  std::deque<Exchange> script_;
  std::vector<SentRequest> sent_;
};

}  // namespace entra_auth::test
