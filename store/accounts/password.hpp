// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>

namespace store {

/// What one Argon2id costs. The least that OWASP asks for (2024); passwords are random, so more would guard nothing more.
struct PasswordCost {
  unsigned long long passes = 2;
  std::size_t memory_bytes = std::size_t{19456} * 1024;
  int at_once = 2;                           ///< so many hashes are computed at a time: memory and processors are everybody's
  std::chrono::milliseconds patience{2000};  ///< how long the next one waits for its turn
  /// For tests: called when a hash begins and when it has ended, in the thread that computes it.
  std::function<void(bool begins)> watch = {};
};

/// Hashes passwords and checks them: Argon2id by libsodium, one lane, 16 random bytes of salt. Thread-safe.
/// Each computation takes some 30 ms and 19 MB; when it does not get its turn in time it throws Error{busy}.
class PasswordHasher {
 public:
  explicit PasswordHasher(PasswordCost cost = {});

  [[nodiscard]] std::string hash(std::string_view password);
  [[nodiscard]] bool verify(const std::string& hash, std::string_view password);
  /// Like verify(), but first asks, in its turn, whether somebody else has found out meanwhile.
  [[nodiscard]] bool verify_unless(const std::function<bool()>& is_known, const std::string& hash, std::string_view password);
  /// Whether the hash was made at another cost.
  [[nodiscard]] bool is_outdated(const std::string& hash) const;
  /// A hash at this cost that no password has. To verify against it is the same work as against any other.
  [[nodiscard]] const std::string& nobodys_hash() const { return m_nobodys_hash; }

 private:
  class Turn;

  PasswordCost m_cost;
  std::string m_nobodys_hash;
  std::mutex m_mutex;
  std::condition_variable m_freed;
  int m_running = 0;
};

}  // namespace store
