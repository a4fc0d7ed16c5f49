// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/time.hpp"
#include "store/accounts/account_table.hpp"

#include <cstddef>
#include <list>
#include <mutex>
#include <unordered_map>

namespace store {

/// The first bytes of a digest are as good as a hash of it.
struct DigestHash {
  std::size_t operator()(const Digest& digest) const;
};
struct DigestEqual {
  bool operator()(const Digest& a, const Digest& b) const { return equal(a, bytes_of(b)); }
};

/// Proofs that were found right, each for 5 minutes; the oldest of more than 1000 is forgotten. Thread-safe.
class RememberedProofs {
 public:
  static constexpr geo::TimeMs lifetime_ms = 300'000;  // 5 min

  void remember(const Digest& proof, geo::TimeMs now);
  [[nodiscard]] bool knows(const Digest& proof, geo::TimeMs now);

 private:
  std::mutex m_mutex;
  std::list<Digest> m_in_order;  // oldest first
  std::unordered_map<Digest, geo::TimeMs, DigestHash, DigestEqual> m_until;
};

/// Tokens and sessions as the file had them at a version of it. One thread at a time.
class RememberedSecrets {
 public:
  /// Forgets all that was of another version.
  void are_of(std::int64_t data_version);
  [[nodiscard]] const StoredSecret* find(const Digest& digest) const;
  void remember(const StoredSecret& secret);

 private:
  std::int64_t m_version = -1;
  std::unordered_map<Digest, StoredSecret, DigestHash, DigestEqual> m_secrets;
};

}  // namespace store
