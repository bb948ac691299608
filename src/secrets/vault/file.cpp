// SPDX-License-Identifier: MIT
#include "secrets/vault/file.hpp"

#include "base/text.hpp"
#include "base/try.hpp"
#include "os/files.hpp"
#include "os/random.hpp"

#include <string>
#include <system_error>
#include <thread>
#include <utility>

namespace entra_auth::secrets {
namespace {

namespace fs = std::filesystem;

tl::unexpected<Error> unavailable(Error error) {
  error.kind = ErrorKind::secret_unavailable;
  return fail(std::move(error));
}

/// What is said about a sealed file, with the name of this one before it.
template <class Value>
Result<Value> about(const fs::path& path, Result<Value> result) {
  if (!result) result.error().message.insert(0, path.string() + " ");
  return result;
}

}  // namespace

bool is_taken(const fs::path& path) {
  std::error_code ignored;
  return fs::exists(fs::symlink_status(path, ignored));
}

Result<Secret> read_vault_file(const fs::path& path) {
  auto file = os::read_file(path, kMostSealedBytes, os::Privacy::required);
  if (file.problem == os::FileProblem::none) return std::move(file.bytes);
  if (file.problem == os::FileProblem::missing) {
    return fail(ErrorKind::secret_unavailable, "there is no vault yet: " + path.string(),
                {"make one: entra-auth-cli config vault init"});
  }
  return fail(os::describe(file, path, ErrorKind::secret_unavailable));
}

Result<SealedHeader> vault_header(const fs::path& path, const Secret& bytes) {
  return about(path, read_sealed_header(SealedKind::vault, bytes.expose()));
}

Result<VaultItems> open_vault_file(const fs::path& path, const Secret& bytes,
                                   const SealedFileKey& key) {
  TRY(const auto content, about(path, open_sealed_file(key, bytes.expose())));
  return about(path, decode_items(content.expose()));
}

Result<void> write_vault_file(const fs::path& path, const VaultItems& items,
                              const SealedFileKey& key) {
  TRY(const auto bytes, about(path, seal_file(key, encode_items(items).expose())));
  if (auto written = os::write_private_file(path, bytes, os::Durability::durable); !written) {
    return unavailable(std::move(written).error());
  }
  os::remove_stale_temporaries(path.parent_path());
  return {};
}

Result<os::FileLock> lock_vault_file(const fs::path& path, std::chrono::milliseconds patience) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  const auto lock_path = path.parent_path() / (path.filename().string() + ".lock");
  while (true) {
    auto lock = os::FileLock::try_acquire(lock_path);
    if (!lock) return unavailable(std::move(lock).error());
    if (*lock) return std::move(**lock);
    if (std::chrono::steady_clock::now() >= deadline) break;
    constexpr std::uint32_t kLeast = 2;
    constexpr std::uint32_t kSpread = 20;
    std::this_thread::sleep_for(std::chrono::milliseconds(kLeast + os::random_below(kSpread)));
  }
  return fail(Error{.kind = ErrorKind::secret_unavailable,
                    .message = "another process keeps " + lock_path.string() + " locked",
                    .hints = {"see which one: fuser " + shell_quote(lock_path.string())},
                    .retryable = true});
}

}  // namespace entra_auth::secrets
