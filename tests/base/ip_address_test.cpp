// SPDX-License-Identifier: MIT
#include "base/ip_address.hpp"

#include <catch2/catch.hpp>

#include <arpa/inet.h>
#include <netinet/in.h>

#include <cstring>
#include <random>
#include <string>

using namespace entra_auth;

namespace {

/// What the C library makes of it, in the same form.
std::optional<IpAddress> by_libc(const std::string& text) {
  IpAddress address;
  if (::inet_pton(AF_INET, text.c_str(), address.bytes.data()) == 1) return address;
  address = {.is_ipv6 = true};
  if (::inet_pton(AF_INET6, text.c_str(), address.bytes.data()) == 1) return address;
  return std::nullopt;
}

std::string text_by_libc(const IpAddress& address) {
  char text[INET6_ADDRSTRLEN] = "";
  ::inet_ntop(address.is_ipv6 ? AF_INET6 : AF_INET, address.bytes.data(), text, sizeof text);
  return text;
}

void check_like_libc(const std::string& text) {
  CAPTURE(text);
  const auto expected = by_libc(text);
  const auto address = parse_ip_address(text);
  REQUIRE(address.has_value() == expected.has_value());
  if (!address) return;
  CHECK(address->is_ipv6 == expected->is_ipv6);
  CHECK(address->bytes == expected->bytes);
  CHECK(to_text(*address) == text_by_libc(*address));
}

IpAddress address_of(std::string_view text) { return parse_ip_address(text).value(); }

}  // namespace

TEST_CASE("parse_ip_address: accepts what an address may look like and nothing else") {
  for (const char* text :
       {"0.0.0.0", "127.0.0.1", "255.255.255.255", "::", "::1", "1::", "1::8", "1:2:3:4:5:6:7:8",
        "1:2:3:4:5:6:7::", "::2:3:4:5:6:7:8", "fe80::1", "2001:DB8::5", "::ffff:192.0.2.1",
        "::192.0.2.1", "64:ff9b::192.0.2.1", "1:2:3:4:5:6:192.0.2.1", "0000:0:0:0:0:0:0:0001"}) {
    check_like_libc(text);
    CAPTURE(text);
    CHECK(parse_ip_address(text));
  }
  for (const char* text : {"",
                           "1",
                           "1.2.3",
                           "1.2.3.4.5",
                           "1.2.3.",
                           ".1.2.3",
                           "1..2.3",
                           "01.2.3.4",
                           "1.2.3.04",
                           "256.1.1.1",
                           "1.2.3.-4",
                           "0x7f.0.0.1",
                           "127.1",
                           "2130706433",
                           " 127.0.0.1",
                           "127.0.0.1 ",
                           ":",
                           ":::",
                           "::1::",
                           "1:2",
                           "1:2:3:4:5:6:7",
                           "1:2:3:4:5:6:7:8:9",
                           "1:2:3:4:5:6:7:8::",
                           "::1:2:3:4:5:6:7:8",
                           ":1:2:3:4:5:6:7:8",
                           "1:2:3:4:5:6:7:",
                           "::12345",
                           "::g",
                           "::+1",
                           "::0x1",
                           "::1%lo",
                           "[::1]",
                           "1:2:3:4:5:6:7:192.0.2.1",
                           "::192.0.2.1:1",
                           "::192.0.2",
                           "::192.0.2.256",
                           "192.0.2.1::",
                           "1:::2"}) {
    check_like_libc(text);
    CAPTURE(text);
    CHECK_FALSE(parse_ip_address(text));
  }
  CHECK_FALSE(parse_ip_address(std::string_view("127.0.0.1\0", 10)));
  CHECK_FALSE(parse_ip_address(std::string_view("::1\0", 4)));
}

TEST_CASE("parse_ip_address: agrees with inet_pton on arbitrary text") {
  std::minstd_rand random(1);
  const auto below = [&](std::size_t bound) { return random() % bound; };
  constexpr std::string_view kPieces[] = {":",  "::",   ".",   "0",     "1",
                                          "7f", "ffff", "255", "10000", "g"};
  for (int i = 0; i < 100'000; ++i) {
    std::string text;
    for (auto pieces = below(17); pieces > 0; --pieces) text += kPieces[below(std::size(kPieces))];
    check_like_libc(text);
  }
}

TEST_CASE("to_text: agrees with inet_ntop on every pattern of zero groups") {
  for (unsigned pattern = 0; pattern < 256; ++pattern) {
    for (const bool is_full : {true, false}) {
      IpAddress address{.is_ipv6 = true};
      for (std::size_t group = 0; group < 8; ++group) {
        if ((pattern >> group & 1U) == 0) continue;
        address.bytes.at(2 * group) = is_full ? 0xff : 0;
        address.bytes.at(2 * group + 1) = is_full ? 0xff : 1;
      }
      CAPTURE(pattern, is_full);
      CHECK(to_text(address) == text_by_libc(address));
    }
  }
}

TEST_CASE("is_loopback: 127.0.0.0/8 and ::1 only") {
  for (const char* text : {"127.0.0.1", "127.255.255.255", "::1"})
    CHECK(is_loopback(address_of(text)));
  for (const char* text : {"126.0.0.1", "128.0.0.1", "::", "::2", "1::1", "::ffff:127.0.0.1"}) {
    CHECK_FALSE(is_loopback(address_of(text)));
  }
}

TEST_CASE("same_prefix: compares the first bits of two addresses of one version") {
  CHECK(same_prefix(address_of("10.1.2.3"), address_of("10.1.2.3"), 32));
  CHECK_FALSE(same_prefix(address_of("10.1.2.3"), address_of("10.1.2.2"), 32));
  CHECK(same_prefix(address_of("10.1.2.3"), address_of("10.1.2.2"), 31));
  CHECK(same_prefix(address_of("10.1.2.3"), address_of("10.1.200.3"), 16));
  CHECK_FALSE(same_prefix(address_of("10.1.2.3"), address_of("10.1.200.3"), 17));
  CHECK(same_prefix(address_of("10.1.2.3"), address_of("200.1.2.3"), 0));
  CHECK(same_prefix(address_of("2001:db8::1"), address_of("2001:db8::2"), 126));
  CHECK_FALSE(same_prefix(address_of("2001:db8::1"), address_of("2001:db8::2"), 127));
  CHECK_FALSE(same_prefix(address_of("0.0.0.0"), address_of("::"), 0));
}
