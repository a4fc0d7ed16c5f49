// SPDX-License-Identifier: Apache-2.0
#include "store/accounts/remembered.hpp"

#include <cstring>

namespace store {
namespace {

constexpr std::size_t most = 1000;

}  // namespace

std::size_t DigestHash::operator()(const Digest& digest) const {
  std::size_t hash = 0;
  std::memcpy(&hash, digest.data(), sizeof hash);
  return hash;
}

void RememberedProofs::remember(const Digest& proof, geo::TimeMs now) {
  const std::lock_guard lock(m_mutex);
  if (!m_until.insert_or_assign(proof, now + lifetime_ms).second) { m_in_order.remove(proof); }
  m_in_order.push_back(proof);
  while (m_in_order.size() > most || m_until[m_in_order.front()] <= now) {
    m_until.erase(m_in_order.front());
    m_in_order.pop_front();
  }
}

bool RememberedProofs::knows(const Digest& proof, geo::TimeMs now) {
  const std::lock_guard lock(m_mutex);
  const auto found = m_until.find(proof);
  return found != m_until.end() && now < found->second;
}

void RememberedSecrets::are_of(std::int64_t data_version) {
  if (m_version != data_version) { m_secrets.clear(); }
  m_version = data_version;
}

const StoredSecret* RememberedSecrets::find(const Digest& digest) const {
  const auto found = m_secrets.find(digest);
  return found == m_secrets.end() ? nullptr : &found->second;
}

void RememberedSecrets::remember(const StoredSecret& secret) {
  // More than there are people: whoever is among them is asked for again in a few µs.
  if (m_secrets.size() >= most) { m_secrets.clear(); }
  m_secrets.insert_or_assign(secret.digest, secret);
}

}  // namespace store
