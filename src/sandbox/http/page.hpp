// SPDX-License-Identifier: MIT
// The pages that users see. They load nothing, and no page may frame them.
#pragma once

#include "sandbox/http/message.hpp"

#include <string>
#include <string_view>

namespace entra_auth::sandbox {

/// Escapes text for content and for attributes in double quotes.
[[nodiscard]] std::string escape_html(std::string_view text);

/// One hidden field for each parameter.
[[nodiscard]] std::string hidden_fields(const NamedValues& parameters);

struct Page {
  std::string title;    // text
  std::string content;  // HTML
  int status = 200;
  std::string form_target{};    // a URI that a form may lead to, in addition to this server
  bool submits_itself = false;  // submits its first form, if the browser runs scripts
};

[[nodiscard]] Reply page_reply(const Page& page);

}  // namespace entra_auth::sandbox
