// SPDX-License-Identifier: MIT
#include "crypto/pem_blocks.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace entra_auth;
using namespace entra_auth::crypto;

namespace {

std::string block(const std::string& label, const std::string& body) {
  return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
}

std::string refusal(const std::string& text) {
  const auto blocks = split_pem(text);
  REQUIRE_FALSE(blocks);
  CHECK(blocks.error().kind == ErrorKind::invalid_configuration);
  return blocks.error().message;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
    text.replace(at, from.size(), to);
  }
  return text;
}

}  // namespace

TEST_CASE("split_pem: returns the blocks in their order without the text between them") {
  const auto blocks =
      split_pem("Bag Attributes\n  localKeyID: 01\n" + block("A", "QUJD") +
                "subject=CN = x\n-----\n" + block("B C", "REVG\nR0hJ") + "trailing");
  REQUIRE(blocks);
  REQUIRE(blocks->size() == 2);
  CHECK((*blocks)[0].label == "A");
  CHECK((*blocks)[0].der.expose() == "ABC");
  CHECK((*blocks)[1].label == "B C");
  CHECK((*blocks)[1].der.expose() == "DEFGHI");
}

TEST_CASE("split_pem: accepts every kind of line break and indentation") {
  const std::string plain = block("CERTIFICATE", "QUJDREVG\nR0hJSktM");
  for (const std::string& text :
       {plain, replaced(plain, "\n", "\r\n"), replaced(plain, "\n", "\r"),
        replaced(plain, "\n", "\\n"), replaced(plain, "\n", "\\r\\n"), replaced(plain, "\n", " "),
        replaced(plain, "\n", "\n    "), "\xEF\xBB\xBF" + plain, replaced(plain, "\n", "\n\n")}) {
    CAPTURE(text);
    const auto blocks = split_pem(text);
    REQUIRE(blocks);
    REQUIRE(blocks->size() == 1);
    CHECK(blocks->front().der.expose() == "ABCDEFGHIJKL");
  }
}

TEST_CASE("split_pem: separates the headers of an encrypted PKCS#1 key") {
  const std::string headers = "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00112233\n";
  for (const std::string& text :
       {block("RSA PRIVATE KEY", headers + "\nQUJD"),
        replaced(block("RSA PRIVATE KEY", headers + "\nQUJD"), "\n", "\r\n")}) {
    const auto blocks = split_pem(text);
    REQUIRE(blocks);
    CHECK(blocks->front().headers == headers);
    CHECK(blocks->front().der.expose() == "ABC");
  }
}

TEST_CASE("split_pem: names the line of a block without an end or with bad base64") {
  CHECK(refusal("x\n\n-----BEGIN CERTIFICATE-----\nQUJD\n") ==
        "the block CERTIFICATE at line 3 has no end line");
  CHECK(refusal("-----BEGIN A-----\nQUJD\n-----END B-----\n").find("no end") != std::string::npos);
  CHECK(refusal(block("A", "QUJD") + block("PRIVATE KEY", "QU*D")) ==
        "the block PRIVATE KEY at line 4 is not base64");
  CHECK(refusal(block("A", "")).find("not base64") != std::string::npos);
}

TEST_CASE("split_pem: ignores dashes around anything else") {
  for (const std::string& text :
       {std::string("-----BEGIN "), std::string("-----BEGIN -----"), std::string("no PEM at all"),
        "-----BEGIN " + std::string(100, 'A') + "-----\nQUJD",
        std::string("-----BEGIN a\x1b[2J-----"), std::string()}) {
    const auto blocks = split_pem(text);
    REQUIRE(blocks);
    CHECK(blocks->empty());
  }
}

TEST_CASE("split_pem: a hundred thousand BEGIN lines take linear time") {
  std::string text;
  for (int i = 0; i < 100'000; ++i) text += "-----BEGIN ";
  CHECK(split_pem(text)->empty());
}
