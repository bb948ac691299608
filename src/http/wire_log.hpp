// SPDX-License-Identifier: MIT
// What -vv shows of an exchange. The lists in wire_log.cpp name the form fields, headers and
// response members whose values may be shown; everything else is shown by name and length only.
#pragma once

#include <entra_auth/transport.hpp>

#include <string_view>

namespace entra_auth::http {

void log_request(const HttpRequest& request, const Form& form, std::string_view proxy_origin);
void log_response(const HttpResponse& response, Milliseconds elapsed);

}  // namespace entra_auth::http
