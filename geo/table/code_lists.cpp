// SPDX-License-Identifier: Apache-2.0
// Code lists. Categories follow the International Classification of Crime for Statistical Purposes (UNODC 2015, v1.0), a subset
// with 2 to 6 digits where a shorter code is the parent of a longer one. X1..X4 are local and are not crimes; ZZ is a source
// category that nobody has mapped yet. Portuguese wording is a draft until a speaker has checked it against the official text;
// `draft` marks the codes whose number or English title is not verified either.
#include "geo/table/builtin.hpp"

#include <utility>

namespace geo {
namespace {

struct Category {
  const char* code;
  const char* parent;
  const char* en;
  const char* pt;
  int severity;
  Care care;
  bool draft;
};

using enum Care;

constexpr Category categories[] = {
    {"01", "", "Acts leading to death or intending to cause death", "Actos que causam a morte ou com intenção de causar a morte", 5, usual,
     false},
    {"0101", "01", "Intentional homicide", "Homicídio intencional", 5, sensitive, false},
    {"0102", "01", "Attempted intentional homicide", "Tentativa de homicídio intencional", 4, sensitive, false},
    {"0103", "01", "Non-intentional homicide", "Homicídio não intencional", 4, sensitive, true},
    {"0107", "01", "Unlawful killing associated with armed conflict", "Morte ilícita associada a conflito armado", 5, sensitive, true},
    {"02", "", "Acts causing harm or intending to cause harm to the person",
     "Actos que causam dano ou com intenção de causar dano à pessoa", 3, usual, false},
    {"0201", "02", "Assaults and threats", "Agressões e ameaças", 3, usual, false},
    {"02011", "0201", "Assault", "Agressão", 3, usual, false},
    {"020111", "02011", "Serious assault", "Agressão grave", 4, usual, false},
    {"02012", "0201", "Threat", "Ameaça", 2, usual, true},
    {"0202", "02", "Acts against liberty", "Actos contra a liberdade", 4, sensitive, false},
    {"02022", "0202", "Deprivation of liberty", "Privação de liberdade", 4, sensitive, false},
    {"020221", "02022", "Kidnapping", "Rapto", 5, sensitive, false},
    {"0203", "02", "Slavery and exploitation", "Escravidão e exploração", 5, never_point, true},
    {"0204", "02", "Trafficking in persons", "Tráfico de pessoas", 5, never_point, false},
    {"03", "", "Injurious acts of a sexual nature", "Actos lesivos de natureza sexual", 5, never_point, false},
    {"0301", "03", "Sexual violence", "Violência sexual", 5, never_point, false},
    {"03011", "0301", "Rape", "Violação", 5, never_point, false},
    {"0302", "03", "Sexual exploitation", "Exploração sexual", 5, never_point, false},
    {"04", "", "Acts against property involving violence or threat against a person",
     "Actos contra a propriedade com violência ou ameaça contra a pessoa", 3, usual, false},
    {"0401", "04", "Robbery", "Roubo", 3, usual, false},
    {"05", "", "Acts against property only", "Actos apenas contra a propriedade", 2, usual, false},
    {"0501", "05", "Burglary", "Arrombamento / furto em edifício", 2, usual, false},
    {"05012", "0501", "Burglary of private residential premises", "Arrombamento de residência", 2, usual, false},
    {"0502", "05", "Theft", "Furto", 1, usual, false},
    {"05021", "0502", "Theft of a motorized vehicle or parts thereof", "Furto de veículo motorizado ou peças", 2, usual, false},
    {"0504", "05", "Property damage", "Dano à propriedade", 2, usual, true},
    {"06", "", "Acts involving controlled drugs or other psychoactive substances",
     "Actos envolvendo drogas ou outras substâncias psicoactivas", 2, usual, false},
    {"0601", "06", "Unlawful acts involving controlled drugs or precursors", "Actos ilícitos com drogas controladas ou precursores", 2,
     usual, false},
    {"07", "", "Acts involving fraud, deception or corruption", "Actos envolvendo fraude, engano ou corrupção", 2, usual, false},
    {"0701", "07", "Fraud", "Burla", 1, usual, true},
    {"0703", "07", "Corruption", "Corrupção", 3, sensitive, true},
    {"08", "", "Acts against public order, authority and provisions of the State",
     "Actos contra a ordem pública, a autoridade e as disposições do Estado", 2, usual, false},
    {"0801", "08", "Acts against public order behavioural standards", "Desordem pública", 1, usual, true},
    {"0805", "08", "Acts related to migration", "Actos relacionados com a migração", 1, sensitive, true},
    {"09", "", "Acts against public safety and state security", "Actos contra a segurança pública e do Estado", 4, sensitive, false},
    {"0901", "09", "Acts involving weapons, explosives and other destructive materials", "Armas, explosivos e outros materiais destrutivos",
     4, sensitive, true},
    {"0906", "09", "Terrorism", "Terrorismo", 5, sensitive, true},
    {"10", "", "Acts against the natural environment", "Actos contra o ambiente natural", 2, usual, false},
    {"11", "", "Other criminal acts not elsewhere classified", "Outros actos criminosos não classificados", 2, usual, false},
    {"X1", "", "NOT A CRIME: community tension or dispute (land/water/grazing)", "Tensão ou disputa comunitária (terra/água/pasto)", 2,
     usual, false},
    {"X2", "", "NOT A CRIME: perceived insecurity / unsafe place", "Percepção de insegurança / lugar inseguro", 1, usual, false},
    {"X3", "", "NOT A CRIME: complaint about conduct of security forces", "Queixa sobre conduta das forças de segurança", 4, never_point,
     false},
    {"X4", "", "NOT A CRIME: hazard (UXO/road/fire/missing person)", "Perigo (engenho/estrada/incêndio/pessoa desaparecida)", 3, usual,
     false},
    {"ZZ", "", "Unmapped source category", "Categoria de origem não mapeada", 0, usual, false},
};

struct Entry {
  const char* code;
  const char* en;
  const char* pt;
};

template <std::size_t N>
CodeList list(std::string id, Text title, const Entry (&entries)[N]) {
  CodeList l{std::move(id), std::move(title), {}};
  for (const Entry& e : entries) { l.codes.push_back({e.code, {e.en, e.pt}}); }
  return l;
}

CodeList iccs() {
  CodeList l{"iccs", {"Category of incident (ICCS subset)", "Categoria do incidente (subconjunto da ICCS)"}, {}};
  for (const Category& c : categories) { l.codes.push_back({c.code, {c.en, c.pt}, c.parent, c.severity, c.care, c.draft}); }
  return l;
}

constexpr Entry source_types[] = {
    {"community", "community member", "membro da comunidade"},
    {"csc", "community safety council", "conselho comunitário de segurança"},
    {"prm", "police (PRM) record", "registo da PRM"},
    {"ngo", "civil society organisation", "organização da sociedade civil"},
    {"media", "media", "comunicação social"},
    {"dataset", "external data set", "conjunto de dados externo"},
    {"patrol", "found by a patrol (police-discovered)", "descoberto por patrulha"},
};

constexpr Entry verifications[] = {
    {"unverified", "unverified", "não verificado"}, {"corroborated", "corroborated (2+ independent sources)", "corroborado"},
    {"verified", "verified", "verificado"},         {"disputed", "disputed", "contestado"},
    {"rejected", "rejected / false", "rejeitado"},
};

constexpr Entry csc_statuss[] = {
    {"forming", "forming", "em formação"},
    {"active", "active", "activo"},
    {"dormant", "dormant (no meeting in 90 days)", "inactivo"},
    {"dissolved", "dissolved", "dissolvido"},
};

constexpr Entry site_types[] = {
    {"police_station", "police station", "esquadra"},
    {"police_post", "police post", "posto policial"},
    {"joint_post", "community-police joint post", "posto comunitário-polícia"},
    {"csc_house", "CSC meeting place", "casa do CSC"},
    {"youth_centre", "youth / community centre", "centro juvenil / comunitário"},
    {"victim_desk", "family and minors victim-support desk", "gabinete de atendimento à família e menor vítima"},
    {"border_post", "border post", "posto fronteiriço"},
    {"lighting", "lighting / public space", "iluminação / espaço público"},
};

constexpr Entry site_statuss[] = {
    {"planned", "planned", "planeado"},
    {"tendered", "tendered", "em concurso"},
    {"under_construction", "under construction", "em construção"},
    {"active", "active", "activo"},
    {"suspended", "suspended", "suspenso"},
    {"closed", "closed", "encerrado"},
};

constexpr Entry location_precisions[] = {
    {"gps", "GPS fix", "GPS"},
    {"placed", "tapped on a map", "colocado no mapa"},
    {"settlement", "settlement", "povoado"},
    {"admin3", "administrative post", "posto administrativo"},
    {"admin2", "district", "distrito"},
    {"admin1", "province", "província"},
    {"country", "country", "país"},
    {"none", "no location", "sem localização"},
};

constexpr Entry time_precisions[] = {
    {"minute", "to the minute", "ao minuto"},
    {"hour", "to the hour", "à hora"},
    {"day", "to the day", "ao dia"},
    {"week", "to the week", "à semana"},
    {"month", "to the month", "ao mês"},
    {"year", "to the year", "ao ano"},
    {"reported", "only when it was reported", "só a data da comunicação"},
    {"none", "no date", "sem data"},
};

constexpr Entry meeting_frequencys[] = {
    {"weekly", "every week", "todas as semanas"},   {"fortnightly", "every two weeks", "de duas em duas semanas"},
    {"monthly", "every month", "todos os meses"},   {"quarterly", "every three months", "de três em três meses"},
    {"ad_hoc", "when needed", "quando necessário"},
};

constexpr Entry catchment_basiss[] = {
    {"drawn", "drawn on a map", "desenhada no mapa"},
    {"walked", "walked with a GPS", "percorrida com GPS"},
    {"buffer", "circle around a place", "círculo em torno de um lugar"},
    {"travel_time", "reach within a travel time", "alcance num tempo de viagem"},
    {"admin", "administrative boundary", "limite administrativo"},
};

constexpr Entry outreach_types[] = {
    {"joint_patrol", "patrol with the community", "patrulha com a comunidade"},
    {"school_talk", "talk at a school", "palestra na escola"},
    {"market_stand", "stand at a market", "banca no mercado"},
    {"radio", "radio programme", "programa de rádio"},
    {"sport", "sport or culture", "desporto ou cultura"},
    {"legal_clinic", "legal advice", "aconselhamento jurídico"},
    {"other", "other", "outra"},
};

constexpr Entry participations[] = {
    {"none", "not at all", "nenhuma"},
    {"low", "little", "fraca"},
    {"medium", "in part", "média"},
    {"high", "fully", "forte"},
};

constexpr Entry issue_states[] = {
    {"raised", "raised", "levantado"},
    {"solution_agreed", "solution agreed", "solução acordada"},
    {"in_progress", "in progress", "em curso"},
    {"resolved", "resolved (community confirmed)", "resolvido"},
    {"not_feasible", "not feasible (reason given back)", "inviável"},
    {"referred", "referred", "encaminhado"},
};

constexpr Entry responsibles[] = {
    {"community", "the community", "comunidade"},
    {"csc", "community safety council", "conselho comunitário de segurança"},
    {"police", "police", "polícia"},
    {"government", "government", "governo"},
    {"ngo", "civil society organisation", "organização da sociedade civil"},
};

constexpr Entry training_types[] = {
    {"initial", "initial", "inicial"},
    {"refresher", "refresher", "reciclagem"},
    {"tot", "training of trainers", "formação de formadores"},
    {"mentoring", "mentoring", "mentoria"},
};

/// Values of OpenStreetMap's highway=* that people travel on.
constexpr Entry road_classs[] = {
    {"motorway", "motorway", "auto-estrada"},
    {"motorway_link", "motorway link", "ligação de auto-estrada"},
    {"trunk", "trunk road", "estrada nacional principal"},
    {"trunk_link", "trunk link", "ligação de estrada nacional principal"},
    {"primary", "primary road", "estrada primária"},
    {"primary_link", "primary link", "ligação de estrada primária"},
    {"secondary", "secondary road", "estrada secundária"},
    {"secondary_link", "secondary link", "ligação de estrada secundária"},
    {"tertiary", "tertiary road", "estrada terciária"},
    {"tertiary_link", "tertiary link", "ligação de estrada terciária"},
    {"unclassified", "minor road", "estrada vicinal"},
    {"residential", "residential street", "rua residencial"},
    {"living_street", "living street", "rua de convivência"},
    {"service", "service road", "via de serviço"},
    {"road", "road of unknown class", "estrada de classe desconhecida"},
    {"track", "track", "picada"},
    {"pedestrian", "pedestrian street", "rua pedonal"},
    {"footway", "footway", "passeio"},
    {"path", "path", "caminho"},
    {"cycleway", "cycleway", "ciclovia"},
    {"bridleway", "bridleway", "caminho para cavalos"},
    {"steps", "steps", "escadas"},
};

constexpr Entry oneways[] = {
    {"no", "both directions", "dois sentidos"},
    {"yes", "in the direction of the line", "no sentido da linha"},
    {"reverse", "against the direction of the line", "contra o sentido da linha"},
};

constexpr Entry currencys[] = {
    {"MZN", "metical", "metical"},
    {"USD", "US dollar", "dólar americano"},
    {"EUR", "euro", "euro"},
    {"JPY", "yen", "iene"},
};

}  // namespace

std::vector<CodeList> builtin_code_lists() {
  return {
      iccs(),
      list("source_type", {"Who reported it", "Quem comunicou"}, source_types),
      list("verification", {"Verification", "Verificação"}, verifications),
      list("csc_status", {"Status of a council", "Estado de um conselho"}, csc_statuss),
      list("site_type", {"Type of site", "Tipo de local"}, site_types),
      list("site_status", {"Status of a site", "Estado de um local"}, site_statuss),
      list("location_precision", {"Precision of a location", "Precisão de uma localização"}, location_precisions),
      list("time_precision", {"Precision of a time", "Precisão de um tempo"}, time_precisions),
      list("meeting_frequency", {"How often a council meets", "Frequência das reuniões"}, meeting_frequencys),
      list("catchment_basis", {"How a catchment was made", "Como se fez a área de abrangência"}, catchment_basiss),
      list("currency", {"Currency", "Moeda"}, currencys),
      list("outreach_type", {"Type of outreach", "Tipo de sensibilização"}, outreach_types),
      list("participation", {"How much a group took part", "Quanto participou um grupo"}, participations),
      list("issue_state", {"State of an issue", "Estado de uma questão"}, issue_states),
      list("responsible", {"Who is to solve it", "Quem a deve resolver"}, responsibles),
      list("training_type", {"Type of training", "Tipo de formação"}, training_types),
      list("road_class", {"Class of a road (OpenStreetMap)", "Classe de uma estrada (OpenStreetMap)"}, road_classs),
      list("oneway", {"Direction of traffic", "Sentido do trânsito"}, oneways),
  };
}

}  // namespace geo
