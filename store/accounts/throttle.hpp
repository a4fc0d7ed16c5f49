// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/time.hpp"

#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

namespace store {

/// When to make somebody wait who keeps failing: after `free` failures each one more doubles the wait.
struct ThrottleLimits {
  int free = 5;
  int first_s = 1;
  int longest_s = 60;
  geo::TimeMs forget_after_ms = 3'600'000;  ///< without a failure
  std::size_t most = 10'000;                ///< kept in memory; beyond that, who failed least goes first
};

/// Failures by key. Pure but for its clock, which must never go back. Thread-safe.
class FailureCounts {
 public:
  FailureCounts(const ThrottleLimits& limits, std::function<geo::TimeMs()> ticks);

  /// Seconds, rounded up; 0: go on.
  [[nodiscard]] int seconds_to_wait(std::string_view key) const;
  void failed(std::string_view key);
  void forget(std::string_view key);
  [[nodiscard]] std::size_t size() const;

 private:
  struct Entry {
    int failures = 0;
    geo::TimeMs last = 0;
    geo::TimeMs wait_until = 0;
  };
  void make_room(geo::TimeMs now);

  ThrottleLimits m_limits;
  std::function<geo::TimeMs()> m_ticks;
  mutable std::mutex m_mutex;
  std::map<std::string, Entry, std::less<>> m_entries;
};

/// Slows down guessing, at one account from many places and at many accounts from one. Ask before a password is looked at;
/// an attempt that is turned away counts for nothing. Names wait alike whether there is such an account. Anybody can make a name
/// wait; so its owner does not, from a place where the name has signed in before. Many people share an address: it has more free
/// failures. Thread-safe, and small whatever strangers send.
class Throttle {
 public:
  explicit Throttle(std::function<geo::TimeMs()> ticks, const ThrottleLimits& by_name = {}, const ThrottleLimits& by_peer = {.free = 20});

  /// Seconds until one may try again; 0: now. `peer` is what counts as one place: an IPv4 address, of IPv6 the first 64 bits.
  [[nodiscard]] int seconds_to_wait(std::string_view name, std::string_view peer) const;
  void failed(std::string_view name, std::string_view peer);
  /// Clears the name. The peer's failures stay: an account of one's own must not pay for guesses at others.
  void succeeded(std::string_view name, std::string_view peer);

 private:
  [[nodiscard]] bool is_usual(std::string_view name, std::string_view peer) const;

  FailureCounts m_names;
  FailureCounts m_peers;
  mutable std::mutex m_mutex;
  std::deque<std::string> m_usual;  // pairs of name and peer that have signed in, the newest last
};

}  // namespace store
