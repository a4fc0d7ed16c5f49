// SPDX-License-Identifier: Apache-2.0
#include "store/accounts/password.hpp"

#include "geo/base/error.hpp"
#include "store/accounts/secret.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <array>
#include <cerrno>

namespace store {
namespace {

[[noreturn]] void throw_no_memory() {
  throw geo::Error(geo::Problem::failed, "there is too little memory to check a password; close other programs and try again",
                   "não há memória para verificar uma palavra-passe; feche outros programas e tente de novo");
}

std::string random_base64(std::size_t bytes) {
  std::string random(bytes, '\0');
  randombytes_buf(random.data(), random.size());
  std::string text(sodium_base64_encoded_len(bytes, sodium_base64_VARIANT_ORIGINAL_NO_PADDING), '\0');
  sodium_bin2base64(text.data(), text.size(), static_cast<const unsigned char*>(static_cast<const void*>(random.data())), bytes,
                    sodium_base64_VARIANT_ORIGINAL_NO_PADDING);
  text.pop_back();  // the NUL
  return text;
}

}  // namespace

PasswordHasher::PasswordHasher(PasswordCost cost) : m_cost(std::move(cost)) {
  prepare_secrets();
  // Drawn, not computed: a program that only lists accounts should not wait for an Argon2.
  m_nobodys_hash =
      fmt::format("$argon2id$v=19$m={},t={},p=1${}${}", m_cost.memory_bytes / 1024, m_cost.passes, random_base64(16), random_base64(32));
}

bool PasswordHasher::is_outdated(const std::string& hash) const {
  return crypto_pwhash_str_needs_rehash(hash.c_str(), m_cost.passes, m_cost.memory_bytes) != 0;
}

PasswordTurn::PasswordTurn(PasswordHasher& hasher) : m_hasher(hasher) {
  std::unique_lock lock(hasher.m_mutex);
  if (!hasher.m_freed.wait_for(lock, hasher.m_cost.patience, [&] { return hasher.m_running < hasher.m_cost.at_once; })) {
    throw geo::Error(geo::Problem::busy, "too many people are signing in at once; try again in a few seconds",
                     "há demasiadas pessoas a entrar ao mesmo tempo; tente de novo dentro de segundos");
  }
  ++hasher.m_running;
}

PasswordTurn::~PasswordTurn() {
  {
    const std::lock_guard lock(m_hasher.m_mutex);
    --m_hasher.m_running;
  }
  m_hasher.m_freed.notify_one();
}

std::string PasswordTurn::hash(std::string_view password) {
  const PasswordCost& cost = m_hasher.m_cost;
  std::array<char, crypto_pwhash_STRBYTES> hash{};
  if (cost.watch) { cost.watch(true); }
  const bool worked = crypto_pwhash_str(hash.data(), password.data(), password.size(), cost.passes, cost.memory_bytes) == 0;
  if (cost.watch) { cost.watch(false); }
  if (!worked) { throw_no_memory(); }
  return hash.data();
}

bool PasswordTurn::verify(const std::string& hash, std::string_view password) {
  const PasswordCost& cost = m_hasher.m_cost;
  if (cost.watch) { cost.watch(true); }
  errno = 0;
  const bool is_right = crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
  const bool lacks_memory = !is_right && errno == ENOMEM;
  if (cost.watch) { cost.watch(false); }
  // To be told that the password is wrong would send people looking for it.
  if (lacks_memory) { throw_no_memory(); }
  return is_right;
}

}  // namespace store
