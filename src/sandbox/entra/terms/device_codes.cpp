// SPDX-License-Identifier: MIT
#include "sandbox/entra/terms/device_codes.hpp"

#include "base/encoding.hpp"
#include "os/random.hpp"

namespace entra_auth::sandbox {
namespace {

// Without vowels, so that no words appear; without 0, 1, O and I, which look alike.
constexpr std::string_view kLetters = "BCDFGHJKLMNPQRSTVWXYZ23456789";
constexpr std::size_t kUserCodeLength = 9;
constexpr std::chrono::seconds kStep{5};
// The network can make a client seem early although it waited for the whole interval.
constexpr std::chrono::milliseconds kTolerance{200};

std::string make_user_code() {
  std::string code;
  while (code.size() < kUserCodeLength) {
    code += kLetters[os::random_below(static_cast<std::uint32_t>(kLetters.size()))];
  }
  return code;
}

std::string as_issued(std::string_view typed) {
  std::string code;
  for (const char c : typed) {
    if (c == ' ' || c == '-') continue;
    code += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return code;
}

Deadline steady_now() { return std::chrono::steady_clock::now(); }

}  // namespace

DeviceCodes::Issued DeviceCodes::issue(UserGrant grant, std::chrono::seconds lifetime,
                                       std::chrono::seconds interval) {
  Issued issued{.device_code = base64url_encode(os::random_bytes(90)),
                .user_code = make_user_code()};
  const std::scoped_lock lock(mutex_);
  codes_.add(issued.device_code, {.grant = std::move(grant),
                                  .user_code = issued.user_code,
                                  .interval = interval,
                                  .expires = steady_now() + lifetime});
  return issued;
}

std::optional<DeviceCode> DeviceCodes::find(std::string_view device_code) {
  const std::scoped_lock lock(mutex_);
  const auto* found = codes_.find(device_code);
  if (found == nullptr) return std::nullopt;
  return *found;
}

DeviceCode* DeviceCodes::waiting(std::string_view user_code) {
  const auto wanted = as_issued(user_code);
  return codes_.find_if([&](const DeviceCode& code) {
    return code.user_code == wanted && code.state == DeviceCodeState::pending &&
           steady_now() < code.expires;
  });
}

std::optional<DeviceCode> DeviceCodes::find_waiting(std::string_view user_code) {
  const std::scoped_lock lock(mutex_);
  const auto* found = waiting(user_code);
  if (found == nullptr) return std::nullopt;
  return *found;
}

bool DeviceCodes::approve(std::string_view user_code, const User& user) {
  const std::scoped_lock lock(mutex_);
  auto* found = waiting(user_code);
  if (found == nullptr) return false;
  found->grant.user = user;
  found->state = DeviceCodeState::approved;
  return true;
}

bool DeviceCodes::decline(std::string_view user_code) {
  const std::scoped_lock lock(mutex_);
  auto* found = waiting(user_code);
  if (found == nullptr) return false;
  found->state = DeviceCodeState::declined;
  return true;
}

Poll DeviceCodes::poll(std::string_view device_code) {
  const std::scoped_lock lock(mutex_);
  auto* found = codes_.find(device_code);
  if (found == nullptr) return Poll::expired;
  auto& code = *found;
  const auto time = steady_now();
  const bool too_fast = code.polled && time + kTolerance < *code.polled + code.interval;
  code.polled = time;
  if (code.state == DeviceCodeState::redeemed) return Poll::redeemed;
  if (time >= code.expires) return Poll::expired;
  if (code.state == DeviceCodeState::declined) return Poll::declined;
  if (too_fast) {
    code.interval += kStep;
    return Poll::too_fast;
  }
  if (code.state == DeviceCodeState::pending) return Poll::pending;
  code.state = DeviceCodeState::redeemed;
  return Poll::granted;
}

}  // namespace entra_auth::sandbox
