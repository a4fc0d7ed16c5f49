// SPDX-License-Identifier: Apache-2.0
#include "importers/mapping/mapping.hpp"

#include "importers/mapping/identifiers.hpp"
#include "importers/mapping/suggest.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace {

using importers::Column;

std::vector<Column> columns(const std::vector<std::string>& names) {
  std::vector<Column> out;
  for (const std::string& name : names) { out.push_back({name}); }
  return out;
}

/// "column=use" of every column, "field" replaced by the field's name.
std::vector<std::string> fates(const std::string& collection, const std::vector<std::string>& names, const importers::NamePairs& map = {}) {
  importers::Mapping mapping(*geo::builtin_catalog().collection(collection), map);
  mapping.extend(columns(names));
  std::vector<std::string> out;
  for (const importers::ColumnFate& fate : mapping.fates()) {
    out.push_back(fate.column + "=" + (fate.use == "field" ? fate.field : fate.use));
  }
  return out;
}

using Fates = std::vector<std::string>;

TEST(Mapping, KnownFiles) {
  EXPECT_EQ(fates("incidents", {"Crime ID", "Month", "Longitude", "Latitude", "Location", "LSOA code", "Crime type"}),
            (Fates{"Crime ID=key", "Month=occurred_from", "Longitude=longitude", "Latitude=latitude", "Location=place_name",
                   "LSOA code=extra", "Crime type=category"}));
  EXPECT_EQ(fates("incidents", {"SubmissionDate", "dados-tipo_incidente", "dados-local-Latitude", "dados-local-Longitude",
                                "dados-local-Accuracy", "KEY", "SubmitterID", "SubmitterName", "DeviceID"}),
            (Fates{"SubmissionDate=reported_at", "dados-tipo_incidente=category", "dados-local-Latitude=latitude",
                   "dados-local-Longitude=longitude", "dados-local-Accuracy=uncertainty_m", "KEY=key", "SubmitterID=identifier",
                   "SubmitterName=identifier", "DeviceID=identifier"}));
  EXPECT_EQ(fates("incidents", {"_lugar", "_lugar_latitude", "_lugar_longitude", "_lugar_precision", "_id", "_uuid"}),
            (Fates{"_lugar=geopoint", "_lugar_latitude=latitude", "_lugar_longitude=longitude", "_lugar_precision=uncertainty_m",
                   "_id=extra", "_uuid=key"}));
  EXPECT_EQ(fates("settlements", {"Sett_Name", "ADM1_Name", "ADM2_Code", "Latitude", "Longitude"}),
            (Fates{"Sett_Name=name", "ADM1_Name=admin1_name", "ADM2_Code=admin2_pcode", "Latitude=latitude", "Longitude=longitude"}));
  EXPECT_EQ(fates("cscs", {"nome", "csc_id", "estado"}), (Fates{"nome=name", "csc_id=key", "estado=status"}));
}

TEST(Mapping, PriorityOfNames) {
  // The field's own name before a synonym, synonyms in their order, one column for one field.
  EXPECT_EQ(fates("incidents", {"data", "occurred_from"}), (Fates{"data=extra", "occurred_from=occurred_from"}));
  EXPECT_EQ(fates("incidents", {"month", "date"}), (Fates{"month=extra", "date=occurred_from"}));
  EXPECT_EQ(fates("incidents", {"x", "y", "lat", "lon"}), (Fates{"x=extra", "y=extra", "lat=latitude", "lon=longitude"}));
  EXPECT_EQ(fates("admin_areas", {"ADM1_PCODE", "ADM2_PCODE"}), (Fates{"ADM1_PCODE=admin1_pcode", "ADM2_PCODE=key"}));
  EXPECT_EQ(fates("incidents", {"data", "quando"}, {{"occurred_from", "quando"}}), (Fates{"data=extra", "quando=occurred_from"}));
  EXPECT_EQ(fates("incidents", {"norte", "este", "n"}, {{"latitude", "norte"}, {"longitude", "Este"}, {"key", "n"}}),
            (Fates{"norte=latitude", "este=longitude", "n=key"}));
  EXPECT_EQ(fates("incidents", {"source", "uuid", "extra", "fid"}), (Fates{"source=extra", "uuid=key", "extra=extra", "fid=extra"}));
  EXPECT_EQ(fates("catchments", {"lat", "lon"}), (Fates{"lat=extra", "lon=extra"})) << "points are no areas";
}

/// A key that --map names, or that a corrected row brings back, is a field as well, as one that is found is.
TEST(Mapping, AKeyServesItsFieldWhoeverNamedIt) {
  for (const importers::NamePairs& map : {importers::NamePairs{}, importers::NamePairs{{"key", "csc_id"}}}) {
    importers::Mapping mapping(*geo::builtin_catalog().collection("cscs"), map);
    mapping.extend(columns({"nome", "csc_id"}));
    EXPECT_EQ(mapping.key().column, 1);
    EXPECT_EQ(mapping.column_of("code"), 1);
  }
}

TEST(Mapping, ParticlesMakeNoDifference) {
  EXPECT_EQ(fates("dialogues", {"Total de participantes", "Total do grupo"}),
            (Fates{"Total de participantes=attended_total", "Total do grupo=extra"}));
  EXPECT_EQ(fates("incidents", {"Este", "Norte"}), (Fates{"Este=longitude", "Norte=latitude"}));
}

TEST(Mapping, PeopleAreNotOfferedAndAreNamedWhenAskedFor) {
  importers::Mapping mapping(*geo::builtin_catalog().collection("incidents"), {{"narrative", "Nome e Apelido"}});
  mapping.extend(columns({"Nome e Apelido", "Telf", "Facto"}));
  EXPECT_EQ(mapping.list_columns(), "Nome e Apelido, Facto");
  EXPECT_EQ(mapping.people_on_demand(), (std::vector<std::string>{"Nome e Apelido"}));
}

TEST(Mapping, GrowsWithoutChangingItsMind) {
  importers::Mapping mapping(*geo::builtin_catalog().collection("incidents"), {});
  mapping.extend(columns({"month"}));
  mapping.extend(columns({"month", "date", "injured"}));
  EXPECT_EQ(mapping.column_of("occurred_from"), 0);
  EXPECT_EQ(mapping.column_of("injured"), 2);
}

TEST(Keys, DerivedSource) {
  const auto source = [](const std::vector<std::string>& names) {
    return importers::derived_source(columns(names), importers::find_key(columns(names), "incidents"));
  };
  EXPECT_EQ(source({"_uuid", "a"}), "kobo");
  EXPECT_EQ(source({"KEY", "a"}), "odk");
  EXPECT_EQ(source({"EVENT_ID_CNTY", "a"}), "acled");
  EXPECT_EQ(source({"a", "b"}), "rows");
  EXPECT_EQ(source({"ID", "Date", "Bairro"}), source({"Bairro", "ID", "Date"}));
  EXPECT_NE(source({"ID", "Date", "Bairro"}), source({"ID", "Date"}));
  EXPECT_EQ(source({"ID", "Date"}).substr(0, 3), "id:");
  EXPECT_EQ(source({"ID", "Date"}).size(), 3U + 16);
}

TEST(Identifiers, WhatIsDroppedAndWhatIsNot) {
  for (const char* name : {"telefone",
                           "Telefone do informante",
                           "phonenumber",
                           "phone_number",
                           "IMEI",
                           "deviceid",
                           "device id",
                           "_submitted_by",
                           "SubmitterName",
                           "username",
                           "E-mail",
                           "email",
                           "foto_local",
                           "Foto",
                           "image",
                           "audio_1",
                           "nome",
                           "Name",
                           "nome_da_vitima",
                           "Nome do chefe",
                           "victim name",
                           "reporter_name",
                           "BI",
                           "numero_bi",
                           "n_documento",
                           "surname",
                           "apelido",
                           "data de nascimento",
                           "nome completo",
                           "grupo/telefone",
                           "start-geopoint",
                           "assinatura",
                           "Facilitador",
                           "formador"}) {
    EXPECT_TRUE(importers::identifies_people(name)) << name;
  }
  for (const char* name : {"place name",
                           "place_name",
                           "csc_name",
                           "nome_do_local",
                           "Nome do bairro",
                           "crime type",
                           "Crime ID",
                           "event_type",
                           "LSOA name",
                           "conflict_name",
                           "dyad_name",
                           "side_a",
                           "district",
                           "_id",
                           "_tags",
                           "localidade",
                           "agentes",
                           "mobile_brigade",
                           "headline",
                           "source_headline",
                           "biblioteca",
                           "photography_site",
                           "start",
                           "end",
                           "sexo",
                           "contact_type",
                           "organizacao_facilitadora",
                           "tipo_formacao",
                           "responsavel",
                           "participantes_mulheres"}) {
    EXPECT_FALSE(importers::identifies_people(name)) << name;
  }
}

TEST(Identifiers, WhereItIsAboutPeopleANameIsAPersonsUnlessAThingIsNamed) {
  for (const char* name : {"Nome do detido", "Nome da criança", "nome_do_activista", "responsavel_nome", "Nome e contacto",
                           "N.º de contacto", "Contacto do líder", "Contacto telefónico", "Nome do régulo"}) {
    EXPECT_TRUE(importers::identifies_people(name, importers::Names::of_things_only_if_said)) << name;
  }
  for (const char* name :
       {"Nome do bairro", "nome_csc", "Nome da instituição", "nome do posto policial", "conflict_name", "LSOA name", "side_a_name"}) {
    EXPECT_FALSE(importers::identifies_people(name, importers::Names::of_things_only_if_said)) << name;
  }
  for (const char* name : {"name_ar", "gn_name", "woe_name", "name_alt"}) { EXPECT_FALSE(importers::identifies_people(name)) << name; }
  for (const char* name : {"Queixoso", "Arguido", "Telf", "M-Pesa", "Registado por", "Preenchido por", "_attachments", "Lista de presenças",
                           "Filiação", "Residência", "Data nasc.", "GPS da casa", "Enumerador", "Testemunhas"}) {
    EXPECT_TRUE(importers::identifies_people(name)) << name;
  }
}

TEST(Identifiers, TelephoneNumbersAreKnownByTheirDigits) {
  for (const char* cell : {"843000072", "84 300 00 72", "+258 84 300 0072", "258843000072", "00258-843000072", "+351 912 345 678"}) {
    EXPECT_TRUE(importers::is_telephone(cell)) << cell;
  }
  for (const char* cell : {"8549845.6", "100032000", "-12.9732", "2024-03-15", "843000", "abc843000072", "", "8430000721", "84.3000072"}) {
    EXPECT_FALSE(importers::is_telephone(cell)) << cell;
  }
}

TEST(Suggest, NearestFirst) {
  EXPECT_EQ(importers::edit_distance("", "abc"), 3U);
  EXPECT_EQ(importers::edit_distance("kitten", "sitting"), 3U);
  EXPECT_EQ(importers::edit_distance("ab", "ba"), 1U);
  EXPECT_EQ(importers::nearest("catgory", {"severity", "category", "gbv"}, 1), (std::vector<std::string>{"category"}));
}

}  // namespace
