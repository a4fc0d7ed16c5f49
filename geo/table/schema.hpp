// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/error.hpp"
#include "geo/base/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace geo {

enum class FieldType : std::uint8_t {
  boolean,
  integer,  ///< 64 bit
  real,     ///< finite
  text,     ///< UTF-8, NFC
  code,     ///< one code of Field::code_list
  date,     ///< a day (DayNumber)
  time,     ///< an instant (TimeMs)
  json,     ///< one JSON value as text
};
std::string_view to_string(FieldType type);
std::optional<FieldType> field_type(std::string_view name);

enum class GeometryType : std::uint8_t { none, point, line, polygon, any };
std::string_view to_string(GeometryType type);
std::optional<GeometryType> geometry_type(std::string_view name);

/// How secret a row or a column is: 0 public, 1 internal, 2 restricted, 3 strictly confidential (PRIVACY rule B12).
using Confidentiality = std::int8_t;
inline constexpr Confidentiality most_confidential = 3;

/// One column of a collection. A value; the store keeps it.
struct Field {
  std::string name;  ///< [a-z][a-z0-9_]{0,62}
  FieldType type = FieldType::text;
  Text title;
  std::string unit = {};       ///< UCUM, empty when it has none
  std::string code_list = {};  ///< for FieldType::code
  Confidentiality confidentiality = 0;
  bool hot = true;      ///< kept in memory and usable in filters and sorts; a cold one is read from disk with its row
  bool system = false;  ///< filled by the store, never by a file or a client
  std::optional<double> min = {};
  std::optional<double> max = {};
  std::vector<std::string> synonyms = {};  ///< header names importers take for it, in fold_name() form

  bool operator==(const Field&) const = default;
};

/// How a result of an analysis came to be. With it the result can be made again, bit for bit.
struct Provenance {
  std::string method;                                 ///< kde, gi-star, coverage-gaps
  std::string parameters;                             ///< one JSON object: everything that was asked, defaults included
  std::string summary;                                ///< one JSON object: what was found, and what of the input was left out and why
  std::vector<std::string> inputs;                    ///< ids of the collections that were read
  std::string role;                                   ///< whose view was read
  Confidentiality row_clearance = most_confidential;  ///< of that role; roles with less do not know of the result
  Confidentiality field_clearance = most_confidential;
  std::int64_t rev = 0;  ///< commit of the store that was read
  TimeMs made_at = 0;
  std::optional<TimeMs> expires_at = {};  ///< none: kept until somebody removes it

  bool operator==(const Provenance&) const = default;
};

/// A collection's schema.
struct Collection {
  std::string id;  ///< [a-z][a-z0-9_]{0,62}; of a result: r-[a-z0-9-]{1,61}
  Text title;
  Text description;
  GeometryType geometry = GeometryType::point;
  std::string time_from = {};  ///< the fields that `datetime` reads; empty when the collection has no time
  std::string time_to = {};
  Confidentiality default_confidentiality = 1;  ///< of a row that says nothing about it
  bool builtin = true;
  std::vector<Field> fields = {};
  std::optional<Provenance> result = {};  ///< of results of analyses

  bool operator==(const Collection&) const = default;
  /// Position in `fields`, or -1.
  [[nodiscard]] int index_of(std::string_view name) const;
  [[nodiscard]] const Field* field(std::string_view name) const;
};

/// What a code asks of whoever shows the rows that carry it.
enum class Care {
  usual,
  sensitive,    ///< the rows are restricted (confidentiality at least 2) unless their source says more
  never_point,  ///< and shown neither as points nor in counts below the highest level: PRIVACY rule B6
};

struct Code {
  std::string code;
  Text title;
  std::string parent = {};
  std::optional<int> severity = {};  ///< default severity, for categories
  Care care = Care::usual;           ///< at least that of its parents counts: CodeList::care
  bool draft = false;                ///< wording or code still to be verified by a speaker or against the official text

  bool operator==(const Code&) const = default;
};

struct CodeList {
  std::string id;
  Text title;
  std::vector<Code> codes;

  bool operator==(const CodeList&) const = default;
  [[nodiscard]] const Code* find(std::string_view code) const;
  /// What the code or any that it is a part of asks, whichever is more.
  [[nodiscard]] Care care(const Code& code) const;
};

/// Everything a store knows about its columns. A value.
struct Catalog {
  std::vector<Collection> collections;
  std::vector<CodeList> code_lists;

  bool operator==(const Catalog&) const = default;
  [[nodiscard]] const Collection* collection(std::string_view id) const;
  [[nodiscard]] const CodeList* code_list(std::string_view id) const;
};

/// What a new store is seeded with, and what an older one is brought up to. See geo/table/builtin.cpp to add a field.
const Catalog& builtin_catalog();

/// Names for collections and fields: [a-z][a-z0-9_]{0,62} and none of the reserved ones.
bool is_valid_name(std::string_view name);
/// Ids of results: "r-" and 1 to 61 of a-z, 0-9 and '-'. No other collection has such a name.
bool is_result_id(std::string_view id);
/// Names that mean something else in a store, a URL or a client: fid, rev, id, geometry, geom, bbox, limit, ….
bool is_reserved_name(std::string_view name);

/// Throws Error{usage} saying what is wrong with a definition that came from outside.
void check_collection(const Collection& collection, const Catalog& catalog);
void check_field(const Field& field, const Catalog& catalog);

}  // namespace geo
