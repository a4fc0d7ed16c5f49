// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite/catalog_table.hpp"

#include "store/sqlite/row_table.hpp"

#include <algorithm>
#include <optional>

namespace store {
namespace {

using geo::Catalog;
using geo::Code;
using geo::CodeList;
using geo::Collection;
using geo::Field;

// fold_name() forms hold no line breaks.
constexpr char separator = '\n';

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const std::size_t end = text.find(separator);
    parts.emplace_back(text.substr(0, end));
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  }
  return parts;
}

std::optional<double> optional_real(const Statement& s, int column) {
  return s.is_null(column) ? std::nullopt : std::optional<double>(s.real(column));
}

Field read_field(const Statement& s) {
  Field f;
  f.name = s.text(0);
  f.type = geo::field_type(s.text(1)).value_or(geo::FieldType::text);
  f.title = {std::string(s.text(2)), std::string(s.text(3))};
  f.unit = s.text(4);
  f.code_list = s.text(5);
  f.confidentiality = static_cast<geo::Confidentiality>(s.integer(6));
  f.hot = s.integer(7) != 0;
  f.system = s.integer(8) != 0;
  f.min = optional_real(s, 9);
  f.max = optional_real(s, 10);
  f.synonyms = split(s.text(11));
  return f;
}

Collection read_collection(const Statement& s) {
  Collection c;
  c.id = s.text(0);
  c.title = {std::string(s.text(1)), std::string(s.text(2))};
  c.description = {std::string(s.text(3)), std::string(s.text(4))};
  c.geometry = geo::geometry_type(s.text(5)).value_or(geo::GeometryType::any);
  c.time_from = s.text(6);
  c.time_to = s.text(7);
  c.default_confidentiality = static_cast<geo::Confidentiality>(s.integer(8));
  c.builtin = s.integer(9) != 0;
  return c;
}

void bind_optional(Statement& s, int index, std::optional<double> value) {
  if (value) {
    s.bind(index, *value);
  } else {
    s.bind_null(index);
  }
}

void insert_code(Database& database, const std::string& list, const Code& code, std::int64_t position) {
  Statement s = database.prepare("INSERT INTO code VALUES(?,?,?,?,?,?,?,?,?)");
  s.bind(1, list).bind(2, position).bind(3, code.code).bind(4, code.title.en).bind(5, code.title.pt).bind(6, code.parent);
  if (code.severity) { s.bind(7, std::int64_t{*code.severity}); }
  s.bind(8, static_cast<std::int64_t>(code.care)).bind(9, std::int64_t{code.draft}).run();
}

void update_field(Database& database, const std::string& collection, const Field& field) {
  Statement s = database.prepare(
      "UPDATE field SET title_en=?, title_pt=?, unit=?, min=?, max=?, synonyms=?, confidentiality=max(confidentiality, ?) "
      "WHERE collection=? AND name=?");
  const std::string synonyms = joined(field.synonyms);
  s.bind(1, field.title.en).bind(2, field.title.pt).bind(3, field.unit);
  bind_optional(s, 4, field.min);
  bind_optional(s, 5, field.max);
  s.bind(6, synonyms).bind(7, std::int64_t{field.confidentiality}).bind(8, collection).bind(9, field.name).run();
}

void merge_collection(Database& database, const Collection& wanted, const Collection* present, int position) {
  if (present == nullptr) {
    insert_collection(database, wanted, position);
    return;
  }
  auto next = static_cast<int>(present->fields.size());
  for (const Field& field : wanted.fields) {
    const Field* old = present->field(field.name);
    if (old == nullptr) {
      insert_field(database, wanted.id, field, next++);
      add_row_column(database, wanted.id, field);
    } else if (*old != field) {
      update_field(database, wanted.id, field);
    }
  }
}

void merge_code_list(Database& database, const CodeList& wanted, const CodeList* present, int position) {
  if (present == nullptr) {
    Statement s = database.prepare("INSERT INTO code_list VALUES(?,?,?,?)");
    s.bind(1, wanted.id).bind(2, std::int64_t{position}).bind(3, wanted.title.en).bind(4, wanted.title.pt).run();
  }
  auto next = static_cast<std::int64_t>(present == nullptr ? 0 : present->codes.size());
  for (const Code& code : wanted.codes) {
    if (present == nullptr || present->find(code.code) == nullptr) { insert_code(database, wanted.id, code, next++); }
  }
}

void load_results(Database& database, Catalog& catalog) {
  Statement s = database.prepare(
      "SELECT collection, method, parameters, summary, inputs, role, row_clearance, field_clearance, rev, made_at, expires_at FROM result");
  while (s.step()) {
    const auto text = [&](int column) { return std::string(s.text(column)); };
    geo::Provenance p{text(1), text(2), text(3), split(s.text(4)), text(5)};
    p.row_clearance = static_cast<geo::Confidentiality>(s.integer(6));
    p.field_clearance = static_cast<geo::Confidentiality>(s.integer(7));
    p.rev = s.integer(8);
    p.made_at = s.integer(9);
    if (!s.is_null(10)) { p.expires_at = s.integer(10); }
    const std::string id = text(0);
    std::find_if(catalog.collections.begin(), catalog.collections.end(), [&](const Collection& c) { return c.id == id; })->result =
        std::move(p);
  }
}

}  // namespace

std::string joined(const std::vector<std::string>& parts) {
  std::string out;
  for (const std::string& part : parts) {
    if (!out.empty()) { out += separator; }
    out += part;
  }
  return out;
}

int next_position(Database& database) {
  return static_cast<int>(database.integer("SELECT coalesce(max(position) + 1, 0) FROM collection"));
}

Catalog load_catalog(Database& database) {
  Catalog catalog;
  Statement collections = database.prepare(
      "SELECT id, title_en, title_pt, description_en, description_pt, geometry, time_from, time_to, default_confidentiality, builtin "
      "FROM collection ORDER BY position");
  Statement fields = database.prepare(
      "SELECT name, type, title_en, title_pt, unit, code_list, confidentiality, hot, system, min, max, synonyms "
      "FROM field WHERE collection=? ORDER BY position");
  while (collections.step()) {
    Collection c = read_collection(collections);
    for (fields.bind(1, c.id); fields.step();) { c.fields.push_back(read_field(fields)); }
    fields.reset();
    catalog.collections.push_back(std::move(c));
  }
  load_results(database, catalog);
  Statement lists = database.prepare("SELECT id, title_en, title_pt FROM code_list ORDER BY position");
  Statement codes =
      database.prepare("SELECT code, title_en, title_pt, parent, severity, sensitive, draft FROM code WHERE list=? ORDER BY position");
  while (lists.step()) {
    CodeList l{std::string(lists.text(0)), {std::string(lists.text(1)), std::string(lists.text(2))}, {}};
    for (codes.bind(1, l.id); codes.step();) {
      Code c{std::string(codes.text(0)), {std::string(codes.text(1)), std::string(codes.text(2))}, std::string(codes.text(3))};
      if (!codes.is_null(4)) { c.severity = static_cast<int>(codes.integer(4)); }
      c.care = static_cast<geo::Care>(std::clamp<std::int64_t>(codes.integer(5), 0, static_cast<std::int64_t>(geo::Care::never_point)));
      c.draft = codes.integer(6) != 0;
      l.codes.push_back(std::move(c));
    }
    codes.reset();
    catalog.code_lists.push_back(std::move(l));
  }
  return catalog;
}

void merge_catalog(Database& database, const Catalog& wanted) {
  const Catalog present = load_catalog(database);
  auto next = static_cast<int>(present.code_lists.size());
  for (const CodeList& list : wanted.code_lists) {
    const CodeList* old = present.code_list(list.id);
    merge_code_list(database, list, old, old == nullptr ? next++ : 0);
  }
  next = next_position(database);
  for (const Collection& collection : wanted.collections) {
    const Collection* old = present.collection(collection.id);
    merge_collection(database, collection, old, old == nullptr ? next++ : 0);
  }
}

bool needs_merge(Database& database, const Catalog& wanted) {
  const Catalog present = load_catalog(database);
  const auto lacks_codes = [&](const CodeList& list) {
    const CodeList* old = present.code_list(list.id);
    return old == nullptr || std::any_of(list.codes.begin(), list.codes.end(), [&](const Code& c) { return old->find(c.code) == nullptr; });
  };
  const auto lacks_fields = [&](const Collection& collection) {
    const Collection* old = present.collection(collection.id);
    return old == nullptr || std::any_of(collection.fields.begin(), collection.fields.end(), [&](const Field& f) {
             const Field* field = old->field(f.name);
             return field == nullptr || *field != f;
           });
  };
  return std::any_of(wanted.code_lists.begin(), wanted.code_lists.end(), lacks_codes) ||
         std::any_of(wanted.collections.begin(), wanted.collections.end(), lacks_fields);
}

void insert_collection(Database& database, const Collection& c, int position) {
  Statement s = database.prepare("INSERT INTO collection VALUES(?,?,?,?,?,?,?,?,?,?,?,1)");
  const std::string geometry(geo::to_string(c.geometry));
  s.bind(1, c.id)
      .bind(2, std::int64_t{position})
      .bind(3, c.title.en)
      .bind(4, c.title.pt)
      .bind(5, c.description.en)
      .bind(6, c.description.pt);
  s.bind(7, geometry).bind(8, c.time_from).bind(9, c.time_to).bind(10, std::int64_t{c.default_confidentiality});
  s.bind(11, std::int64_t{c.builtin}).run();
  for (std::size_t i = 0; i < c.fields.size(); ++i) { insert_field(database, c.id, c.fields[i], static_cast<int>(i)); }
  create_row_tables(database, c);
}

void insert_field(Database& database, const std::string& collection, const Field& field, int position) {
  Statement s = database.prepare("INSERT INTO field VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
  const std::string type(geo::to_string(field.type));
  const std::string synonyms = joined(field.synonyms);
  s.bind(1, collection).bind(2, std::int64_t{position}).bind(3, field.name).bind(4, type).bind(5, field.title.en).bind(6, field.title.pt);
  s.bind(7, field.unit).bind(8, field.code_list).bind(9, std::int64_t{field.confidentiality}).bind(10, std::int64_t{field.hot});
  s.bind(11, std::int64_t{field.system});
  bind_optional(s, 12, field.min);
  bind_optional(s, 13, field.max);
  s.bind(14, synonyms).run();
}

}  // namespace store
