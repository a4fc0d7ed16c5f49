// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/audit/entry.hpp"

#include <array>

namespace store {

/// A key of the log; wiped when it goes.
class AuditSecret {
 public:
  static constexpr std::size_t size = 32;
  static AuditSecret random();
  /// Precondition: 32 bytes.
  static AuditSecret of(std::string_view bytes);
  ~AuditSecret();
  AuditSecret(const AuditSecret&) = default;
  AuditSecret& operator=(const AuditSecret&) = default;

  /// The key of the next entry. There is no way back: whoever finds a key can sign nothing that came before.
  void ratchet();
  [[nodiscard]] std::string mac(std::string_view message) const;
  /// Tells keys apart without giving anything away: 16 hexadecimal digits.
  [[nodiscard]] std::string name() const;
  [[nodiscard]] std::string_view bytes() const;
  bool operator==(const AuditSecret& other) const;

 private:
  AuditSecret() = default;
  std::array<unsigned char, size> m_key{};
};

/// Stands in for the entry before the first: no chain can be taken for that of another store.
std::string audit_genesis(std::string_view store_id);
/// What the MAC is over: every field with its length, so that no two entries say the same bytes.
std::string audit_message(const AuditRecord& record);
/// SHA-256 of the whole entry, its MAC included; the next one's `prev`.
std::string audit_hash(const AuditRecord& record);
/// What the key before says, in a 'key' entry, for the key that begins there: its MAC, in hexadecimal, of that key's name.
std::string audit_endorsement(const AuditSecret& before, std::string_view store_id, std::string_view next_name);

}  // namespace store
