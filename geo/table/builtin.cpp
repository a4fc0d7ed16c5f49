// SPDX-License-Identifier: Apache-2.0
// The built-in collections. To add a field, add a line here (or in builtin_programme.cpp, builtin_reference.cpp) and its name
// to tests/geo/table/builtin_test.cpp: importers, store, queries and the API take it from this list, and an existing store
// gains the column when it is next opened.
#include "geo/table/builtin.hpp"

#include "geo/table/builtin_fields.hpp"

#include <utility>

namespace geo {
namespace {

using namespace builtin;

Collection incidents() {
  Collection c = collection(
      "incidents", GeometryType::point, {"Incidents", "Incidentes"},
      {"What happened, where and when, as far as is known", "O que aconteceu, onde e quando, na medida em que se sabe"}, 1,
      {
          code("category", "iccs", "Category (ICCS)", "Categoria (ICCS)",
               {"iccs", "tipo_incidente", "tipo_de_incidente", "categoria", "crime_type", "primary_type", "event_type", "crime"}),
          secret(text("category_source", "Category as given", "Categoria como recebida"), 1),
          between(number("severity", "Severity (0 unknown - 5 critical)", "Gravidade (0 desconhecida - 5 crítica)", {"gravidade"}), 0, 5),
          time("occurred_from", "Occurred from", "Ocorreu de",
               {"occurred_on", "occurred_at", "date", "data", "data_ocorrencia", "data_da_ocorrencia", "event_date", "month", "date_start",
                "fecha_hecho", "datetime", "occurred"}),
          time("occurred_to", "Occurred until", "Ocorreu até", {"date_end", "data_fim"}),
          between(number("utc_offset_min", "UTC offset of the place, minutes", "Desvio UTC do local, minutos"), -18 * 60, 18 * 60),
          code("time_precision", "time_precision", "Precision of the time", "Precisão do tempo", {"precisao_data", "precisao_tempo"}),
          time("reported_at", "Reported at", "Comunicado em", {"submission_time", "submissiondate", "data_registo", "reported_on"}),
          code("location_precision", "location_precision", "Precision of the location", "Precisão da localização",
               {"precisao_localizacao", "precisao_local"}),
          real("uncertainty_m", "m", "Uncertainty of the location", "Incerteza da localização", {"gps_precision", "accuracy", "precision"}),
          text("place_name", "Place as given", "Local como indicado",
               {"localidade", "location", "local", "place", "where_coordinates", "block"}),
          code("source_type", "source_type", "Who reported it", "Quem comunicou", {"fonte"}),
          code("verification", "verification", "Verification", "Verificação", {"verificacao"}),
          number("killed_low", "People killed, lowest estimate", "Mortos, estimativa mínima", {"low"}),
          number("killed", "People killed, best estimate", "Mortos, melhor estimativa", {"fatalities", "best", "mortos"}),
          number("killed_high", "People killed, highest estimate", "Mortos, estimativa máxima", {"high"}),
          number("injured", "People injured, best estimate", "Feridos, melhor estimativa", {"feridos"}),
          number("displaced", "People displaced, best estimate", "Deslocados, melhor estimativa", {"deslocados"}),
          secret(flag("gbv", "Gender-based or sexual violence", "Violência sexual ou baseada no género"), 3),
          number("duplicate_of", "Duplicate of (feature id)", "Duplicado de (id)"),
          secret(cold(text("narrative", "Narrative", "Narrativa", {"notes", "descricao", "description", "narrativa", "source_article"})),
                 2),
      });
  c.time_from = "occurred_from";
  c.time_to = "occurred_to";
  return c;
}

Collection cscs() {
  Collection c = collection(
      "cscs", GeometryType::point, {"Community safety councils", "Conselhos comunitários de segurança"},
      {"The councils and where they meet", "Os conselhos e onde se reúnem"}, 1,
      {
          text("name", "Name", "Nome", {"nome", "csc", "csc_name"}),
          text("code", "Code", "Código", {"codigo", "csc_id", "csc_code"}),
          code("status", "csc_status", "Status", "Estado", {"estado"}),
          date("established_on", "Established on", "Criado em", {"data_criacao", "established"}),
          text("district", "District", "Distrito", {"distrito"}),
          code("meeting_frequency", "meeting_frequency", "Meets", "Reúne-se", {"frequencia"}),
          date("last_meeting_on", "Last meeting on", "Última reunião em", {"ultima_reuniao"}),
          between(number("members_total", "Members", "Membros", {"membros_total", "membros"}), 0, 1000),
          number("members_women", "Women among the members", "Mulheres entre os membros", {"membros_mulheres"}),
          number("members_youth", "Young people among the members", "Jovens entre os membros", {"membros_jovens"}),
          number("leadership_women", "Women in the leadership", "Mulheres na liderança", {"lideranca_mulheres"}),
          secret(number("idp_members", "Displaced people among the members", "Deslocados entre os membros", {"membros_deslocados"}), 2),
          flag("police_focal_point", "Has a police focal point", "Tem ponto focal da polícia", {"ponto_focal"}),
      });
  c.time_from = c.time_to = "established_on";
  return c;
}

Collection catchments() {
  Collection c = collection("catchments", GeometryType::polygon, {"CSC catchment areas", "Áreas de abrangência dos CSC"},
                            {"The area each council looks after", "A área de que cada conselho se ocupa"}, 1,
                            {
                                text("csc_code", "Code of the council", "Código do conselho", {"csc_id", "codigo_csc", "codigo", "code"}),
                                text("name", "Name", "Nome", {"nome", "csc", "csc_name"}),
                                text("district", "District", "Distrito", {"distrito"}),
                                code("status", "csc_status", "Status of the council", "Estado do conselho", {"estado"}),
                                code("basis", "catchment_basis", "How the boundary was made", "Como o limite foi feito", {"base"}),
                                date("valid_from", "Valid from", "Válido de", {"valido_de", "data_criacao"}),
                                date("valid_to", "Valid until", "Válido até", {"valido_ate"}),
                                number("members_total", "Members", "Membros", {"membros_total"}),
                                number("members_women", "Women among the members", "Mulheres entre os membros", {"membros_mulheres"}),
                            });
  c.time_from = "valid_from";
  c.time_to = "valid_to";
  return c;
}

Collection sites() {
  Collection c = collection(
      "sites", GeometryType::point, {"Police-community sites", "Locais polícia-comunidade"},
      {"Posts, council houses, desks and centres: planned, being built, open, closed",
       "Postos, casas dos conselhos, gabinetes e centros: planeados, em obra, abertos, encerrados"},
      1,
      {
          text("name", "Name", "Nome", {"nome"}),
          code("site_type", "site_type", "Type", "Tipo", {"tipo", "tipo_de_local"}),
          code("status", "site_status", "Status", "Estado", {"estado"}),
          date("status_on", "Status since", "Estado desde", {"estado_desde", "data_estado"}),
          date("opened_on", "Opened on", "Aberto em", {"data_abertura"}),
          date("closed_on", "Closed on", "Encerrado em", {"data_encerramento"}),
          text("district", "District", "Distrito", {"distrito"}),
          secret(text("funder", "Funder", "Financiador", {"financiador"}), 1),
          secret(real("cost_planned", "", "Planned cost", "Custo previsto", {"custo_previsto"}), 1),
          secret(real("cost_actual", "", "Actual cost", "Custo real", {"custo_real"}), 1),
          code("currency", "currency", "Currency", "Moeda", {"moeda"}),
          secret(number("officers", "Officers", "Agentes", {"agentes"}), 2),
          secret(number("women_officers", "Women officers", "Agentes mulheres", {"agentes_mulheres"}), 2),
          secret(number("holding_places", "Holding places", "Lugares de detenção"), 2),
          number("room_seats", "Seats in the community room", "Lugares na sala comunitária", {"lugares"}),
          flag("csc_use", "Used by the council too", "Usado também pelo conselho", {"uso_csc", "uso_conjunto"}),
          flag("victim_desk", "Victim-support desk", "Gabinete de atendimento à vítima", {"gabinete_vitima", "atendimento_vitima"}),
          flag("open_24h", "Staffed day and night", "Aberto dia e noite", {"aberto_24h", "24h"}),
      });
  c.time_from = "opened_on";
  c.time_to = "closed_on";
  return c;
}

Collection settlements() {
  return collection(
      "settlements", GeometryType::point, {"Settlements", "Povoados"},
      {"Named places, for matching and as the population's anchor", "Lugares com nome, para correspondência e como âncora da população"}, 0,
      {
          text("name", "Name", "Nome", {"nome", "sett_name", "name_pt", "place_name"}),
          text("alt_names", "Other names", "Outros nomes", {"alt_name", "alternatenames", "name_en"}),
          text("place_class", "Class", "Classe", {"f_desig", "place", "classe", "feature_code", "fclass"}),
          text("admin1_name", "Province", "Província", {"adm1_name", "adm1_pt", "provincia"}),
          text("admin2_name", "District", "Distrito", {"adm2_name", "adm2_pt", "distrito"}),
          text("admin3_name", "Administrative post", "Posto administrativo", {"adm3_name", "posto"}),
          number("population", "Population", "População", {"populacao", "pop"}),
          between(number("population_year", "Year of the population", "Ano da população", {"ano_populacao"}), 1900, 2100),
          text("population_source", "Source of the population", "Fonte da população", {"fonte_populacao"}),
      });
}

Collection admin_areas() {
  Collection c =
      collection("admin_areas", GeometryType::polygon, {"Administrative areas", "Áreas administrativas"},
                 {"Provinces, districts and posts with their P-codes", "Províncias, distritos e postos com os seus P-codes"}, 0,
                 {
                     text("pcode", "P-code", "P-code",
                          {"adm3_pcode", "adm2_pcode", "adm1_pcode", "adm_pcode", "wd21cd", "lad21cd", "iso_3166_2", "area_code",
                           "ward_code", "district_code", "province_code"}),
                     text("name", "Name", "Nome",
                          {"nome", "adm3_pt", "adm2_pt", "adm1_pt", "name_pt", "dist_label", "area_name", "ward_name", "district_name",
                           "province_name", "district", "distrito", "provincia", "posto"}),
                     between(number("level", "Level (0 country - 3 post)", "Nível (0 país - 3 posto)", {"nivel", "admin_level"}), 0, 5),
                     text("parent_pcode", "P-code of the area above", "P-code da área acima"),
                     text("alt_names", "Other names", "Outros nomes", {"adm2alt1pt", "name_alt"}),
                     date("valid_from", "Valid from", "Válido de", {"validon", "date"}),
                     date("valid_to", "Valid until", "Válido até", {"validto"}),
                     text("cod_version", "Version of the boundary set", "Versão do conjunto de limites"),
                 });
  c.time_from = "valid_from";
  c.time_to = "valid_to";
  return c;
}

}  // namespace

const Catalog& builtin_catalog() {
  static const Catalog catalog{{incidents(), cscs(), catchments(), sites(), settlements(), admin_areas(), outreach(), dialogues(), issues(),
                                trainings(), population(), roads()},
                               builtin_code_lists()};
  return catalog;
}

}  // namespace geo
