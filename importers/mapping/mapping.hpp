// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/table/schema.hpp"
#include "importers/mapping/coordinates.hpp"
#include "importers/mapping/keys.hpp"
#include "importers/profile/source_profile.hpp"
#include "importers/read/record.hpp"
#include "importers/report/report.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace importers {

using NamePairs = std::vector<std::pair<std::string, std::string>>;

/// What a column of the file is for.
enum class Use : std::uint8_t { extra, field, latitude, longitude, geopoint, wkt, key, identifier, ignored };

struct ColumnUse {
  Use use = Use::extra;
  int field = -1;    ///< position in Collection::fields, for Use::field
  bool key = false;  ///< carries the row's key; it may be a field as well
  std::string_view why;
  const ProfileField* words = nullptr;  ///< of a profile: what the column's cells mean for the field; nullptr: what they say
};

/// A field that takes its value from a column which serves another field already.
struct SharedColumn {
  std::size_t column;
  int field;
  const ProfileField* words;
};

/// Which column goes where. Order of precedence: --map; the source's profile; HXL tags; the field's own name; its synonyms in their order;
/// the same for the last part of a grouped name ("group/question"); coordinates; key. One column serves one field. What is left goes to
/// `extra`, unless it identifies people: then nowhere.
class Mapping {
 public:
  /// Throws Error{input} for a --map to a field the collection has not (with the nearest ones there are).
  /// `profile` may be none.
  Mapping(const geo::Collection& collection, NamePairs map, ProfilePointer profile = nullptr);

  /// Takes columns [size(), columns.size()) in; what was decided before stays.
  void extend(const std::vector<Column>& columns);
  /// Throws Error{input} when --map names a column the file has not (with those it has).
  void check_columns() const;

  [[nodiscard]] std::size_t size() const { return m_uses.size(); }
  [[nodiscard]] const ColumnUse& operator[](std::size_t column) const { return m_uses[column]; }
  [[nodiscard]] const std::vector<SharedColumn>& shared() const { return m_shared; }
  [[nodiscard]] const std::string& name(std::size_t column) const { return m_names[column]; }
  [[nodiscard]] const CoordinateColumns& coordinates() const { return m_coordinates; }
  [[nodiscard]] const KeyColumn& key() const { return m_key; }
  [[nodiscard]] bool has_coordinates() const;
  /// The column that serves a field, or -1.
  [[nodiscard]] int column_of(std::string_view field) const;
  /// The column that tells rows of the collection from others in the file, or -1; and whether a cell of it does.
  [[nodiscard]] int only_column() const;
  [[nodiscard]] bool is_wanted(std::string_view cell) const;
  [[nodiscard]] std::vector<ColumnFate> fates() const;
  /// Takes a column that nobody needs for the text of areas (WKT or ODK geoshape), since its cells turned out to be that.
  void use_for_areas(std::size_t column) { take_special(Use::wkt, m_coordinates.wkt, static_cast<int>(column), "content"); }
  /// Drops a column that nobody asked for, since its cells turned out to be of people.
  void drop_people(std::size_t column) { m_uses[column] = {Use::identifier, -1, false, "content", nullptr}; }
  /// Columns that seem to identify people and were read because --map says so.
  [[nodiscard]] std::vector<std::string> people_on_demand() const;
  /// Names of the file's columns for a sentence, shortened; without those that identify people.
  [[nodiscard]] std::string list_columns() const;

 private:
  void take_options();
  void take_profile();
  void take_profile_field(const ProfileField& entry, std::string_view column);
  void take_tags();
  void take_tag(const std::string& target, const std::string& tag);
  void take_target(std::string_view target, int column, std::string_view why);
  void take_names();
  void take_synonyms();
  void take_group_names();
  void take_coordinates();
  void take_key(const std::vector<Column>& columns);
  void take_identifiers();
  bool take_field(int field, std::size_t column, std::string_view why);
  void take_special(Use use, int& slot, int column, std::string_view why);
  [[nodiscard]] bool is_free(std::size_t column) const { return m_uses[column].use == Use::extra && !m_uses[column].key; }
  [[nodiscard]] int find_column(std::string_view name) const;

  const geo::Collection& m_collection;
  NamePairs m_map;
  std::vector<ColumnUse> m_uses;
  std::vector<std::string> m_names;
  std::vector<std::string> m_folded;
  std::vector<std::string> m_tags;
  ProfilePointer m_profile;
  std::vector<SharedColumn> m_shared;
  std::vector<int> m_column_of_field;
  CoordinateColumns m_coordinates;
  KeyColumn m_key;
};

/// Whether a file may fill the field: not one of the store's own, not `extra`.
bool is_mappable(const geo::Field& field);
/// Throws Error{input}: `option` names a field the collection has not; says which are near.
[[noreturn]] void refuse_field(const geo::Collection& collection, std::string_view option, std::string_view field);

}  // namespace importers
