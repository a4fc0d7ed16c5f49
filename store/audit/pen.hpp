// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/audit/key_file.hpp"
#include "store/sqlite/database.hpp"

#include <functional>
#include <optional>

namespace store {

/// Writes entries at the end of the log in one transaction of the caller's:
///
///   Transaction transaction(database);  …  AuditPen pen(…);  pen.append(…);  transaction.commit();  pen.committed();
///
/// The log is committed first, the key file follows: after a crash in between the file is behind and is ratcheted forward. A file
/// that is ahead of the log means that entries are gone.
class AuditPen {
 public:
  /// Throws Error{failed, damaged} when the key is missing, is no key, is another store's, or is ahead of the log.
  AuditPen(Database& database, const std::filesystem::path& store_file, std::string store_id);

  /// The entry as it was written, its `who` in particular.
  AuditRecord append(const AuditEntry& entry, geo::TimeMs at);
  /// Number of the last entry, with those of this pen.
  [[nodiscard]] std::int64_t seq() const { return m_seq; }
  /// After the commit. Never throws: the entries stand, and a key file that stays behind is caught up with by the next pen.
  void committed() noexcept;

  /// For renewing the key: never throws for the key, but says in a word what is wrong with it; see trouble().
  struct AnyKey {};
  AuditPen(Database& database, const std::filesystem::path& store_file, std::string store_id, AnyKey);
  /// "missing", "damaged", "other-store", "ahead"; empty when the key is good.
  [[nodiscard]] const std::string& trouble() const { return m_trouble; }
  /// Appends a 'key' entry, which is the first that the new key signs, and which the old key vouches for if it is good.
  AuditKey begin_key(const Actor& actor, geo::TimeMs at, const std::string& why);

 private:
  void look_at_key();
  [[noreturn]] void refuse() const;

  std::string m_store_id;
  AuditKeyFile m_file;
  std::int64_t m_seq = 0;  ///< of the last entry
  std::string m_hash;      ///< and its hash
  std::optional<AuditKey> m_key;
  std::int64_t m_ahead = 0;
  std::string m_trouble;
  Statement m_insert;
};

/// Gives a store that has no log one, whose first entry says whether the store is new too; nothing when it has one, or had.
void begin_audit_log(Database& database, const std::filesystem::path& store_file, const std::string& store_id, const Actor& actor,
                     const std::function<geo::TimeMs()>& clock);

/// A new key from the next entry on, to be kept elsewhere. Without `force` only when the present one is good.
AuditKey renew_audit_key(Database& database, const std::filesystem::path& store_file, const std::string& store_id, const Actor& actor,
                         geo::TimeMs at, bool force);

}  // namespace store
