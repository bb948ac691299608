// SPDX-License-Identifier: MIT
#include "base/form.hpp"
#include "fuzz/targets.hpp"
#include "http/redirect/request.hpp"

#include <algorithm>

namespace entra_auth::fuzz {
namespace {

using http::RequestState;

constexpr std::size_t kMaxCuts = 200;

bool same(const std::optional<Form>& a, const std::optional<Form>& b) {
  if (!a || !b) return a.has_value() == b.has_value();
  return std::ranges::equal(*a, *b, [](const FormField& left, const FormField& right) {
    return left.name == right.name && left.value.expose() == right.value.expose();
  });
}

bool same(const http::RedirectRequest& a, const http::RedirectRequest& b) {
  return a.method == b.method && a.path == b.path && a.host == b.host &&
         same(a.parameters, b.parameters);
}

/// The network can split a request anywhere, and the listener checks after every piece: it may
/// wait, but never act on something that the rest would have changed.
void check_prefixes(std::string_view input, const http::ParsedRequest& whole) {
  const std::size_t step = input.size() / kMaxCuts + 1;
  for (std::size_t size = 0; size < input.size(); size += step) {
    const auto part = http::parse_redirect_request(input.substr(0, size));
    if (part.state == RequestState::incomplete) continue;
    expect(part.state == whole.state, "a verdict does not change when more bytes come");
    expect(part.state == RequestState::broken || same(part.request, whole.request),
           "a complete request does not change when more bytes come");
  }
}

}  // namespace

void fuzz_redirect(std::string_view input) {
  const auto whole = http::parse_redirect_request(input);
  if (whole.state == RequestState::complete) {
    expect(whole.request.path.starts_with('/'), "a path begins with a slash");
    expect(whole.request.path.find_first_of("? \r\n") == std::string::npos, "a path is a path");
  }
  check_prefixes(input, whole);
  if (const auto form = http::parse_form(input)) {
    expect(same(http::parse_form(form_encode(*form).expose()), form), "a form is read back");
  }
}

}  // namespace entra_auth::fuzz
