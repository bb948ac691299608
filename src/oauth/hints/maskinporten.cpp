// SPDX-License-Identifier: MIT
#include "oauth/hints/entra.hpp"

#include <algorithm>
#include <functional>
#include <iterator>

namespace entra_auth::oauth {
namespace {

// docs/errors.md has the same rows; a test compares them.
constexpr Hint kMaskinportenHints[] = {
    {11, "a parameter has a value that is not allowed",
     "check scopes, resource and consumer_org for line breaks and spelling"},
    {12, "the assertion was used before",
     "ask again: every attempt signs a new assertion; something between here and Maskinporten may "
     "have repeated the request"},
    {100, "the client is not known here, or could not be authenticated",
     "check client_id and that it belongs to this environment (test or prod); a new client needs "
     "some minutes until it is known"},
    {110, "the assertion has the wrong audience",
     "set `environment`, or `issuer` to the issuer of that environment with its slash at the end"},
    {120, "the certificate is not valid",
     "check that it has not expired and belongs to this environment: test certificates are refused "
     "in prod and the other way round"},
    {121, "the key has expired",
     "register a new key on the client (a registered key lives for one year) and set `key_id`"},
    {122, "the certificate belongs to another organization than the client",
     "use the enterprise certificate of the organization that owns the client"},
    {123, "the certificate chain in the assertion is malformed",
     "check that certificate_path holds the certificate itself and its chain"},
    {124, "the signature does not belong to the key",
     "check that the private key is the one that is registered under `key_id`"},
    {130, "the assertion is not valid now",
     "correct this machine's clock (NTP): Maskinporten accepts at most ten seconds ahead"},
    {200, "a scope is not registered on the client",
     "add the scope to the client (on Nais: maskinporten.scopes.consumes); it may take up to 15 "
     "minutes until a new scope works"},
    {201, "a scope is not allowed for this type of integration",
     "register a client of the integration type that the scope asks for"},
    {250, "the consumer has no access to a scope",
     "have the API's owner grant the scope to your organization; it may take up to 15 minutes "
     "until "
     "that works"},
    {251, "the consumer has not delegated the scope to this supplier",
     "have the organization in consumer_org delegate the API in Altinn, in the same environment"},
    {301, "the type of authorization_details is not known",
     "use a type that Maskinporten supports, such as urn:altinn:systemuser"},
    {302, "authorization_details has a field that is not known",
     "remove the field, or correct its name"},
    {303, "authorization_details has a value that is not allowed",
     "check the organization number (0192:ORGANIZATION), and externalRef"},
};

static_assert(std::ranges::adjacent_find(kMaskinportenHints, std::ranges::greater_equal{},
                                         &Hint::code) == std::end(kMaskinportenHints),
              "rows are sorted by code, each code once");

}  // namespace

std::span<const Hint> maskinporten_hints() { return kMaskinportenHints; }

}  // namespace entra_auth::oauth
