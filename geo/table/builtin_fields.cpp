// SPDX-License-Identifier: Apache-2.0
#include "geo/table/builtin_fields.hpp"

#include "geo/table/builtin.hpp"

#include <utility>

namespace geo {
namespace builtin {
namespace {

Field make(FieldType type, std::string name, std::string en, std::string pt, Names synonyms) {
  Field f;
  f.name = std::move(name);
  f.type = type;
  f.title = {std::move(en), std::move(pt)};
  f.synonyms = std::move(synonyms);
  return f;
}
}  // namespace

Field text(std::string name, std::string en, std::string pt, Names synonyms) {
  return make(FieldType::text, std::move(name), std::move(en), std::move(pt), std::move(synonyms));
}
Field date(std::string name, std::string en, std::string pt, Names synonyms) {
  return make(FieldType::date, std::move(name), std::move(en), std::move(pt), std::move(synonyms));
}
Field time(std::string name, std::string en, std::string pt, Names synonyms) {
  return make(FieldType::time, std::move(name), std::move(en), std::move(pt), std::move(synonyms));
}
Field flag(std::string name, std::string en, std::string pt, Names synonyms) {
  return make(FieldType::boolean, std::move(name), std::move(en), std::move(pt), std::move(synonyms));
}
Field json(std::string name, std::string en, std::string pt) {
  return make(FieldType::json, std::move(name), std::move(en), std::move(pt), {});
}
Field code(std::string name, std::string list, std::string en, std::string pt, Names synonyms) {
  Field f = make(FieldType::code, std::move(name), std::move(en), std::move(pt), std::move(synonyms));
  f.code_list = std::move(list);
  return f;
}
Field number(std::string name, std::string en, std::string pt, Names synonyms) {
  Field f = make(FieldType::integer, std::move(name), std::move(en), std::move(pt), std::move(synonyms));
  f.min = 0;
  return f;
}
Field real(std::string name, std::string unit, std::string en, std::string pt, Names synonyms) {
  Field f = make(FieldType::real, std::move(name), std::move(en), std::move(pt), std::move(synonyms));
  f.unit = std::move(unit);
  f.min = 0;
  return f;
}
Field between(Field f, double min, double max) {
  f.min = min;
  f.max = max;
  return f;
}
Field secret(Field f, Confidentiality confidentiality) {
  f.confidentiality = confidentiality;
  return f;
}
Field cold(Field f) {
  f.hot = false;
  return f;
}
Field system(Field f) {
  f.system = true;
  return f;
}

Collection collection(std::string id, GeometryType geometry, Text title, Text description, Confidentiality confidentiality, Fields own) {
  Collection c;
  c.id = std::move(id);
  c.geometry = geometry;
  c.title = std::move(title);
  c.description = std::move(description);
  c.default_confidentiality = confidentiality;
  c.fields = std::move(own);
  for (Field& f : fields_of_every_collection()) { c.fields.push_back(std::move(f)); }
  return c;
}

}  // namespace builtin

std::vector<Field> fields_of_every_collection() {
  using namespace builtin;
  return {
      text("admin1_pcode", "Province P-code", "P-code da província", {"adm1_pcode", "adm1_code", "pcode_provincia"}),
      text("admin2_pcode", "District P-code", "P-code do distrito", {"adm2_pcode", "adm2_code", "pcode_distrito"}),
      text("admin3_pcode", "Administrative post P-code", "P-code do posto administrativo", {"adm3_pcode", "adm3_code", "pcode_posto"}),
      between(number("confidentiality", "Confidentiality (0 public - 3 strictly confidential)",
                     "Confidencialidade (0 público - 3 estritamente confidencial)", {"confidencialidade"}),
              0, most_confidential),
      secret(cold(json("extra", "Columns of the source without a field of their own", "Colunas da fonte sem campo próprio")), 2),
      system(secret(text("source", "Source", "Fonte dos dados"), 1)),
      system(secret(cold(text("source_key", "Key in the source", "Chave na fonte")), 1)),
      system(cold(text("uuid", "UUID", "UUID"))),
      // Public: whoever sees a row that its own source no longer has must be told so.
      system(date("withdrawn_on", "Withdrawn by its source on", "Retirada pela fonte em")),
  };
}

}  // namespace geo
