// SPDX-License-Identifier: MIT
#include <entra_auth/secret.hpp>

#include <catch2/catch.hpp>

#include <malloc.h>

#include <cstdlib>
#include <cstring>
#include <new>
#include <string>
#include <type_traits>
#include <utility>

using namespace entra_auth;

namespace {

constexpr std::string_view kCanary = "canary-4711-0815";
int leaks = 0;  // freed arrays that still held the canary

void free_array(void* memory) {
  if (memory != nullptr &&
      ::memmem(memory, ::malloc_usable_size(memory), kCanary.data(), kCanary.size()) != nullptr) {
    ++leaks;
  }
  std::free(memory);
}

template <class T>
concept Streamable = requires(std::ostream& out, const T& value) {
  out << value;
};

}  // namespace

void* operator new[](std::size_t size) {
  if (void* memory = std::malloc(size)) return memory;
  throw std::bad_alloc();
}
void operator delete[](void* memory) noexcept { free_array(memory); }
void operator delete[](void* memory, std::size_t) noexcept { free_array(memory); }

static_assert(!Streamable<Secret>);
static_assert(!std::is_convertible_v<Secret, std::string>);
static_assert(!std::is_convertible_v<Secret, std::string_view>);
static_assert(!std::is_convertible_v<std::string, Secret>);
static_assert(!std::is_convertible_v<const char*, Secret>);
static_assert(std::is_nothrow_move_constructible_v<Secret>);

TEST_CASE("secret_test: the check for unwiped memory notices a leak") {
  leaks = 0;
  char* memory = new char[64];
  std::memcpy(memory, kCanary.data(), kCanary.size());
  delete[] memory;
  CHECK(leaks == 1);
}

TEST_CASE("Secret: wiped whenever its memory is released") {
  leaks = 0;
  {
    Secret original(kCanary);
    Secret copy(original);
    Secret moved(std::move(copy));
    CHECK(copy.empty());  // NOLINT(bugprone-use-after-move): moved-from is defined as empty
    CHECK(copy.expose().empty());
    CHECK(moved.expose() == kCanary);

    Secret overwritten(kCanary);
    overwritten = Secret("other");
    CHECK(overwritten.expose() == "other");
    overwritten = original;
    CHECK(overwritten.expose() == kCanary);
    overwritten = Secret();
    CHECK(overwritten.empty());

    Secret& alias = original;
    original = alias;
    CHECK(original.expose() == kCanary);
    original = std::move(alias);
    CHECK(original.expose() == kCanary);
  }
  CHECK(leaks == 0);
}

TEST_CASE("Secret: taking over a string wipes the string") {
  std::string long_text(200, 'x');
  long_text += kCanary;
  const char* memory = long_text.data();
  const std::size_t size = long_text.size();
  const Secret secret(std::move(long_text));
  CHECK(secret.size() == size);
  CHECK(::memmem(memory, size, kCanary.data(), kCanary.size()) == nullptr);
}

TEST_CASE("wipe: clears the whole capacity of a string") {
  std::string text(100, ' ');
  text += kCanary;
  text.resize(10);  // the canary is still in the buffer
  const char* memory = text.data();
  REQUIRE(::memmem(memory, text.capacity(), kCanary.data() + 1, kCanary.size() - 1) != nullptr);
  wipe(text);
  CHECK(text.empty());
  CHECK(::memmem(memory, text.capacity(), kCanary.data() + 1, kCanary.size() - 1) == nullptr);

  std::string short_text = "inside";
  wipe(short_text);
  CHECK(short_text.empty());
}

TEST_CASE("Secret: holds any bytes") {
  const std::string bytes("a\0b\xff", 4);
  const Secret secret{std::string_view(bytes)};
  CHECK(secret.expose() == bytes);
  CHECK(secret.size() == 4);
  CHECK(Secret("").empty());
  CHECK(Secret(std::string()).empty());
  CHECK(Secret().expose().empty());
  CHECK(Secret(Secret()).empty());
}

TEST_CASE("equal_in_constant_time: compares all bytes and the length") {
  CHECK(equal_in_constant_time("", ""));
  CHECK(equal_in_constant_time("state", "state"));
  CHECK_FALSE(equal_in_constant_time("state", "statf"));
  CHECK_FALSE(equal_in_constant_time("xtate", "state"));
  CHECK_FALSE(equal_in_constant_time("state", "state2"));
  CHECK_FALSE(equal_in_constant_time("state", ""));
  CHECK_FALSE(equal_in_constant_time(std::string_view("a\0b", 3), std::string_view("a\0c", 3)));
  CHECK_FALSE(equal_in_constant_time("\x80", std::string_view("\0", 1)));
}
