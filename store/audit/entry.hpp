// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/time.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace store {

/// Who acts, by which the audit log knows them.
struct Actor {
  std::string who;  ///< an account, or "cli:" and the user of the operating system
  std::string role;
};

/// What is said of an act besides who, what and when: counts and words of our own. There is no way to put a sentence in but as
/// the purpose of an export, so that places, names and values of rows or filters stay out.
class AuditDetails {
 public:
  AuditDetails& number(std::string_view name, std::int64_t value);
  /// Letters, digits and "_-.:,{}/" only; anything else becomes '?', and there are no more than 100.
  AuditDetails& word(std::string_view name, std::string_view value);
  /// In the words of whoever exports: up to 500 bytes of UTF-8 in one line. Throws Error{usage} for none, more, or other bytes.
  AuditDetails& purpose(std::string_view text);
  /// One JSON object.
  [[nodiscard]] std::string json() const { return "{" + m_members + "}"; }

 private:
  void key(std::string_view name);
  std::string m_members;
};

/// One act, on its way into the audit log.
struct AuditEntry {
  std::string who;  ///< see Actor
  std::string role;
  std::string action;     ///< small letters and '-': sign-in, sign-in-refused, read, export, import, edit, undo, role-change, key, …
  std::string object;     ///< a collection, or the template of a route; words as in AuditDetails
  std::int64_t rows = 0;  ///< how many were read, written or given out
  AuditDetails details = {};
};
AuditEntry audit_entry(const Actor& actor, std::string action, std::string object, std::int64_t rows, AuditDetails details = {});

/// An entry as it stands in the log. `prev` is the SHA-256 of the entry before, `mac` the keyed BLAKE2b of this one: 32 bytes.
struct AuditRecord {
  std::int64_t seq = 0;
  geo::TimeMs at = 0;
  std::string who, role, action, object, details;
  std::int64_t rows = 0;
  std::string prev, mac;
};

/// Gives the entry its place; `mac` is left for sign(). Bytes that an entry may not hold are replaced, long words are cut.
AuditRecord audit_record(const AuditEntry& entry, std::int64_t seq, geo::TimeMs at, std::string prev);

}  // namespace store
