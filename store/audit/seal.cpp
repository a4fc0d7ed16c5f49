// SPDX-License-Identifier: Apache-2.0
#include "store/audit/seal.hpp"

#include "geo/base/error.hpp"
#include "geo/base/hex.hpp"

#include <sodium.h>

#include <cassert>
#include <cstring>

namespace store {
namespace {

using Bytes = std::array<unsigned char, 32>;

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

std::string text_of(const Bytes& bytes) { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }

/// A key used for two things would tie one to the other: each use has a word of its own in the hash (BLAKE2b's "personal").
Bytes keyed(const Bytes& key, std::string_view use, std::string_view message) {
  std::array<unsigned char, crypto_generichash_blake2b_PERSONALBYTES> personal{};
  assert(use.size() <= personal.size());
  std::memcpy(personal.data(), use.data(), use.size());
  Bytes out{};
  crypto_generichash_blake2b_salt_personal(out.data(), out.size(), bytes_of(message), message.size(), key.data(), key.size(), nullptr,
                                           personal.data());
  return out;
}

std::string sha256(std::string_view message) {
  Bytes out{};
  crypto_hash_sha256(out.data(), bytes_of(message), message.size());
  return text_of(out);
}

void append(std::string& out, std::int64_t number) {
  for (int i = 0; i < 8; ++i) { out += static_cast<char>(static_cast<std::uint64_t>(number) >> (8 * i)); }
}
void append(std::string& out, std::string_view text) {
  append(out, static_cast<std::int64_t>(text.size()));
  out += text;
}

}  // namespace

AuditSecret AuditSecret::random() {
  if (sodium_init() < 0) {
    throw geo::Error(geo::Problem::failed, "this system gives no random numbers", "este sistema não fornece números aleatórios");
  }
  AuditSecret secret;
  randombytes_buf(secret.m_key.data(), secret.m_key.size());
  return secret;
}

AuditSecret AuditSecret::of(std::string_view bytes) {
  assert(bytes.size() == size);
  AuditSecret secret;
  std::memcpy(secret.m_key.data(), bytes.data(), size);
  return secret;
}

AuditSecret::~AuditSecret() { sodium_memzero(m_key.data(), m_key.size()); }

void AuditSecret::ratchet() { m_key = keyed(m_key, "bairro ratchet", ""); }
std::string AuditSecret::mac(std::string_view message) const { return text_of(keyed(m_key, "bairro entry", message)); }
std::string AuditSecret::name() const { return geo::to_hex(text_of(keyed(m_key, "bairro key name", "")).substr(0, 8)); }
std::string_view AuditSecret::bytes() const { return {reinterpret_cast<const char*>(m_key.data()), m_key.size()}; }
bool AuditSecret::operator==(const AuditSecret& other) const { return sodium_memcmp(m_key.data(), other.m_key.data(), size) == 0; }

std::string audit_genesis(std::string_view store_id) { return sha256("bairro audit log of " + std::string(store_id)); }

std::string audit_message(const AuditRecord& r) {
  std::string out;
  out.reserve(200 + r.details.size());
  for (const std::int64_t number : {r.seq, r.at, r.rows}) { append(out, number); }
  for (const std::string* text : {&r.who, &r.role, &r.action, &r.object, &r.details, &r.prev}) { append(out, *text); }
  return out;
}

std::string audit_hash(const AuditRecord& record) {
  std::string whole = audit_message(record);
  append(whole, record.mac);
  return sha256(whole);
}

std::string audit_endorsement(const AuditSecret& before, std::string_view store_id, std::string_view next_name) {
  std::string message(store_id);
  message += " goes on with ";
  message += next_name;
  return geo::to_hex(before.mac(message));
}

}  // namespace store
