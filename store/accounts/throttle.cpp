// SPDX-License-Identifier: Apache-2.0
#include "store/accounts/throttle.hpp"

#include <algorithm>

namespace store {
namespace {

constexpr geo::TimeMs second_ms = 1000;
constexpr int most_doublings = 30;
// Names come from strangers; what no account can be called need not be kept apart.
constexpr std::size_t longest_key = 64;

// More than there are people in a programme; only those who know a password get in here.
constexpr std::size_t most_usual = 500;

std::string_view cut(std::string_view key) { return key.substr(0, longest_key); }

std::string pair_of(std::string_view name, std::string_view peer) { return std::string(cut(name)) + '\n' + std::string(cut(peer)); }

}  // namespace

FailureCounts::FailureCounts(const ThrottleLimits& limits, std::function<geo::TimeMs()> ticks)
    : m_limits(limits), m_ticks(std::move(ticks)) {}

int FailureCounts::seconds_to_wait(std::string_view key) const {
  const geo::TimeMs now = m_ticks();
  const std::lock_guard lock(m_mutex);
  const auto found = m_entries.find(cut(key));
  if (found == m_entries.end() || found->second.wait_until <= now) { return 0; }
  return static_cast<int>((found->second.wait_until - now + second_ms - 1) / second_ms);
}

void FailureCounts::failed(std::string_view key) {
  const geo::TimeMs now = m_ticks();
  const std::lock_guard lock(m_mutex);
  auto found = m_entries.find(cut(key));
  if (found == m_entries.end()) {
    make_room(now);
    found = m_entries.emplace(cut(key), Entry{}).first;
  }
  Entry& entry = found->second;
  if (now - entry.last >= m_limits.forget_after_ms) { entry.failures = 0; }
  entry.last = now;
  entry.failures = std::min(entry.failures + 1, m_limits.free + most_doublings);
  if (entry.failures <= m_limits.free) { return; }
  const geo::TimeMs wait_s = geo::TimeMs{m_limits.first_s} << (entry.failures - m_limits.free - 1);
  entry.wait_until = now + std::min<geo::TimeMs>(wait_s, m_limits.longest_s) * second_ms;
}

void FailureCounts::forget(std::string_view key) {
  const std::lock_guard lock(m_mutex);
  if (const auto found = m_entries.find(cut(key)); found != m_entries.end()) { m_entries.erase(found); }
}

std::size_t FailureCounts::size() const {
  const std::lock_guard lock(m_mutex);
  return m_entries.size();
}

/// Whoever floods the table with new keys must not push out the one under attack. Going through all of it costs less than the
/// password that was just checked.
void FailureCounts::make_room(geo::TimeMs now) {
  if (m_entries.size() < m_limits.most) { return; }
  std::erase_if(m_entries, [&](const auto& kept) { return now - kept.second.last >= m_limits.forget_after_ms; });
  if (m_entries.size() < m_limits.most) { return; }
  m_entries.erase(std::min_element(m_entries.begin(), m_entries.end(), [](const auto& a, const auto& b) {
    return std::pair(a.second.failures, a.second.last) < std::pair(b.second.failures, b.second.last);
  }));
}

Throttle::Throttle(std::function<geo::TimeMs()> ticks, const ThrottleLimits& by_name, const ThrottleLimits& by_peer)
    : m_names(by_name, ticks), m_peers(by_peer, std::move(ticks)) {}

int Throttle::seconds_to_wait(std::string_view name, std::string_view peer) const {
  const int wait_of_name = m_names.seconds_to_wait(name);
  const int wait_of_peer = m_peers.seconds_to_wait(peer);
  return wait_of_name > wait_of_peer && is_usual(name, peer) ? wait_of_peer : std::max(wait_of_name, wait_of_peer);
}

void Throttle::failed(std::string_view name, std::string_view peer) {
  m_names.failed(name);
  m_peers.failed(peer);
}

void Throttle::succeeded(std::string_view name, std::string_view peer) {
  m_names.forget(name);
  const std::lock_guard lock(m_mutex);
  std::string pair = pair_of(name, peer);
  if (!m_usual.empty() && m_usual.back() == pair) { return; }
  std::erase(m_usual, pair);
  m_usual.push_back(std::move(pair));
  if (m_usual.size() > most_usual) { m_usual.pop_front(); }
}

bool Throttle::is_usual(std::string_view name, std::string_view peer) const {
  const std::lock_guard lock(m_mutex);
  return std::find(m_usual.begin(), m_usual.end(), pair_of(name, peer)) != m_usual.end();
}

}  // namespace store
