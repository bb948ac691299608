// SPDX-License-Identifier: MIT
#include "sandbox/entra_token_request.hpp"

#include "sandbox/http/form.hpp"

namespace entra_auth::sandbox {

Checked<NamedValues> read_entra_form(const Request& request, std::string_view first) {
  if (request.method != "POST") {
    return refuse(900561, "The endpoint only accepts POST requests. Received a " + request.method +
                              " request.");
  }
  // Entra does not look into bodies of other media types.
  if (!is_form(request)) return refuse_missing_parameter(first);
  auto form = parse_form(request.body);
  if (!form) return refuse_malformed_request();
  if (const auto name = repeated_parameter(*form); !name.empty()) {
    return refuse(9000411, "The request is not properly formatted. The parameter '" +
                               std::string(name) + "' is duplicated.");
  }
  return *form;
}

}  // namespace entra_auth::sandbox
