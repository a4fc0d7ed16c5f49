// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/audit/seal.hpp"

#include <filesystem>
#include <optional>
#include <vector>

namespace store {

/// The key that signs entry `seq`, and all after it by ratcheting.
struct AuditKey {
  std::string store_id;
  std::int64_t seq = 0;
  AuditSecret secret = AuditSecret::of(std::string(AuditSecret::size, '\0'));

  /// Whether it comes before the entry, and not by so much that somebody must have made the number up to keep us busy.
  [[nodiscard]] bool reaches(std::int64_t entry) const;
  /// Ratchets until it signs `entry`. Precondition: reaches(entry).
  void advance_to(std::int64_t entry);
  /// "bairro-audit-key STORE SEQ KEY", the line that the key file holds and that is shown to be kept elsewhere.
  [[nodiscard]] std::string line() const;
};

/// Every key in a text of such lines; empty lines are passed over. Throws Error{input} for any other line.
std::vector<AuditKey> read_audit_keys(std::string_view text);

/// `<store>.audit-key` beside the store. Who appends to the log commits first and replaces the file then, so that the file is never
/// ahead of a log that is read after it; it may be behind.
class AuditKeyFile {
 public:
  explicit AuditKeyFile(const std::filesystem::path& store_file);

  [[nodiscard]] const std::filesystem::path& path() const { return m_path; }
  /// Nothing when there is no file. Throws Error{damaged} for anything that is no key, Error{failed} when it cannot be read.
  [[nodiscard]] std::optional<AuditKey> read() const;
  enum class When {
    later_only,  ///< not if another process has put a later key there meanwhile
    always,
  };
  /// Puts the key in the place of the one before, whole or not at all, and overwrites that one. Throws Error{failed, busy}.
  void replace(const AuditKey& key, When when) const;
  /// Gives a file that belongs to another store another name.
  void set_aside(const std::string& store_id) const;

 private:
  std::filesystem::path m_path;
};

}  // namespace store
