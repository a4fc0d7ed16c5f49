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

/// How passwords are hashed: Argon2id by libsodium, one lane, 16 random bytes of salt. Thread-safe.
class PasswordHasher {
 public:
  explicit PasswordHasher(PasswordCost cost = {});

  /// Whether the hash was made at another cost.
  [[nodiscard]] bool is_outdated(const std::string& hash) const;
  /// A hash at this cost that no password has. To verify against it is the same work as against any other.
  [[nodiscard]] const std::string& nobodys_hash() const { return m_nobodys_hash; }

 private:
  friend class PasswordTurn;

  PasswordCost m_cost;
  std::string m_nobodys_hash;
  std::mutex m_mutex;
  std::condition_variable m_freed;
  int m_running = 0;
};

/// One of the few that may compute at a time, for as long as it lives. Each computation takes some 20 ms and 19 MB.
/// One thread at a time; one turn a thread.
class PasswordTurn {
 public:
  /// Waits for it. Throws Error{busy} when it does not come in time.
  explicit PasswordTurn(PasswordHasher& hasher);
  ~PasswordTurn();
  PasswordTurn(const PasswordTurn&) = delete;
  PasswordTurn& operator=(const PasswordTurn&) = delete;

  // Both throw Error{failed} when there is too little memory.
  [[nodiscard]] std::string hash(std::string_view password);
  [[nodiscard]] bool verify(const std::string& hash, std::string_view password);

 private:
  PasswordHasher& m_hasher;
};

}  // namespace store
