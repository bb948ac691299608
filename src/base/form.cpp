// SPDX-License-Identifier: MIT
#include "base/form.hpp"

#include "base/encoding.hpp"

#include <algorithm>
#include <utility>

namespace entra_auth {
namespace {

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

void append_json_string(std::string& text, std::string_view value) {
  text += '"';
  for (const char c : value) {
    if (static_cast<unsigned char>(c) < 0x20) {
      text += "\\u00";
      text += hex_encode({&c, 1});
      continue;
    }
    if (c == '"' || c == '\\') text += '\\';
    text += c;
  }
  text += '"';
}

}  // namespace

std::optional<std::string_view> HttpResponse::header(std::string_view name) const {
  const auto found = std::ranges::find(headers, name, &HttpHeader::name);
  if (found == headers.end()) return std::nullopt;
  return found->value.expose();
}

Secret form_encode(const Form& form) {
  std::size_t size = 0;  // reserved at once: growth would leave unwiped copies behind
  for (const auto& field : form) size += 3 * (field.name.size() + field.value.size()) + 2;
  std::string body;
  body.reserve(size);
  for (const auto& field : form) {
    if (!body.empty()) body += '&';
    append_percent_encoded(body, field.name);
    body += '=';
    append_percent_encoded(body, field.value.expose());
  }
  return Secret(std::move(body));
}

Secret json_encode(const Form& form) {
  std::size_t size = 2;  // reserved at once, as above
  for (const auto& field : form) size += 6 * (field.name.size() + field.value.size()) + 6;
  std::string body;
  body.reserve(size);
  body += '{';
  for (const auto& field : form) {
    if (body.size() > 1) body += ',';
    append_json_string(body, field.name);
    body += ':';
    if (field.is_json) {
      body += field.value.expose();
    } else {
      append_json_string(body, field.value.expose());
    }
  }
  body += '}';
  return Secret(std::move(body));
}

std::optional<std::string> form_decode(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+') {
      out += ' ';
    } else if (text[i] == '%') {
      if (i + 2 >= text.size()) return std::nullopt;
      const int high = hex_value(text[i + 1]);
      const int low = hex_value(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      out += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

bool read_form(std::string_view text,
               const std::function<bool(std::string name, std::string value)>& take) {
  while (!text.empty()) {
    const auto pair = text.substr(0, text.find('&'));
    text.remove_prefix(std::min(pair.size() + 1, text.size()));
    if (pair.empty()) continue;
    const auto equals = std::min(pair.find('='), pair.size());
    auto name = form_decode(pair.substr(0, equals));
    auto value = form_decode(pair.substr(std::min(equals + 1, pair.size())));
    if (!name || !value || !take(*std::move(name), *std::move(value))) return false;
  }
  return true;
}

}  // namespace entra_auth
