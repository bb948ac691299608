// SPDX-License-Identifier: MIT
#include "support/fake_transport.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

namespace entra_auth::test {

std::string SentRequest::field(const std::string& name) const {
  const auto matches = [&](const auto& field) { return field.first == name; };
  if (std::ranges::count_if(form, matches) != 1) FAIL("field " << name << " is not there just once");
  return std::ranges::find_if(form, matches)->second;
}

bool SentRequest::has_field(const std::string& name) const {
  return std::ranges::any_of(form, [&](const auto& field) { return field.first == name; });
}

FakeTransport::~FakeTransport() {
  if (!script_.empty()) FAIL_CHECK(script_.size() << " scripted answers were never asked for, next: " << script_.front().url);
}

void FakeTransport::expect(std::string url, int status, std::string body,
                           std::vector<std::pair<std::string, std::string>> headers) {
  HttpResponse response{.status = status, .headers = {}, .body = Secret(std::move(body))};
  for (auto& [name, value] : headers) response.headers.push_back({name, Secret(std::move(value))});
  script_.push_back({std::move(url), std::move(response)});
}

void FakeTransport::expect_failure(std::string url, Error error) {
  script_.push_back({std::move(url), tl::unexpected<Error>(std::move(error))});
}

Result<HttpResponse> FakeTransport::send(const HttpRequest& request) {
  SentRequest sent{.method = request.method, .url = request.url, .form = {}, .headers = {},
                   .expected_body = request.expected_body, .attempts = request.attempts,
                   .route = request.route, .body_format = request.body_format,
                   .connect_timeout = request.connect_timeout};
  for (const auto& header : request.headers) {
    sent.headers[header.name] = std::string(header.value.expose());
  }
  if (request.make_form) {
    auto form = request.make_form();
    if (!form) return tl::unexpected<Error>(form.error());
    for (const auto& field : *form) {
      sent.form.emplace_back(field.name, std::string(field.value.expose()));
    }
  }
  sent_.push_back(std::move(sent));
  if (script_.empty()) {
    FAIL("unexpected request to " << request.url);
  }
  Exchange exchange = std::move(script_.front());
  script_.pop_front();
  if (exchange.url != request.url) FAIL("request to " << request.url << ", expected " << exchange.url);
  return std::move(exchange.answer);
}

}  // namespace entra_auth::test
