// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/error.hpp"
#include "store/audit/key_file.hpp"
#include "store/sqlite/database.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace store {

/// How far the log went at some time. Kept elsewhere it shows later whether the end was cut off or all of it made anew.
struct AuditHead {
  std::int64_t seq = 0;
  std::string hash;  ///< 32 bytes

  /// "SEQ:HASH", the hash in hexadecimal.
  [[nodiscard]] std::string text() const;
};
/// Throws Error{usage} for what is no "SEQ:HASH".
AuditHead parse_audit_head(std::string_view text);
/// Of the log as it is.
AuditHead audit_head(Database& database, std::string_view store_id);

struct AuditReport {
  std::int64_t entries = 0;
  std::int64_t macs_checked = 0;
  AuditHead head;
  std::int64_t faults = 0;
  std::vector<geo::Text> first_faults;  ///< no more than twenty
  std::vector<geo::Text> unchecked;     ///< what could not be looked at, and what to give so that it can
};

/// Looks at entries one after another. A copy goes on from where it is.
class AuditVerifier {
 public:
  AuditVerifier(std::string store_id, std::vector<AuditKey> keys, std::vector<AuditHead> heads);

  /// The next entry: the chain, the continuity of `seq`, the MAC where its key is known, the head where one was kept.
  void take(const AuditRecord& record);
  [[nodiscard]] std::int64_t faults() const { return m_report.faults; }
  /// At the end: `key_file` is what it held before the log was read; nothing when there is none, or no key in it.
  AuditReport finish(const std::optional<AuditKey>& key_file);

 private:
  void fault(std::string en, std::string pt);
  void unchecked(std::string en, std::string pt);
  void choose_key(const AuditRecord& record);
  void check_mac(const AuditRecord& record);
  void check_key_file(const std::optional<AuditKey>& key_file);
  [[nodiscard]] bool vouches_for(const AuditRecord& record) const;

  std::string m_store_id;
  std::vector<AuditKey> m_keys;
  std::vector<AuditHead> m_heads;
  std::optional<AuditKey> m_key;  ///< of the entry before, where it is known
  std::int64_t m_unchecked = 0;
  AuditReport m_report;
};

/// The whole log and its key file: from each key on that is given, or in the key file, the MACs too.
AuditReport verify_audit(const std::filesystem::path& store_file, const std::string& store_id, const std::vector<AuditKey>& keys,
                         const std::vector<AuditHead>& heads);

}  // namespace store
