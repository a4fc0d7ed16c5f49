// SPDX-License-Identifier: Apache-2.0
#include "importers/mapping/identifiers.hpp"

#include "geo/base/text.hpp"

#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

namespace importers {
namespace {

using Words = std::vector<std::string_view>;

/// One of these anywhere in the name is enough.
constexpr std::string_view telling[] = {
    // devices and lines
    "phone",
    "phonenumber",
    "telephone",
    "telefone",
    "telemovel",
    "celular",
    "cellphone",
    "mobilephone",
    "telf",
    "tlm",
    "telem",
    "cel",
    "tel",
    "mpesa",
    "emola",
    "msisdn",
    "whatsapp",
    "imei",
    "imsi",
    "deviceid",
    "simserial",
    "simid",
    "subscriberid",
    // documents
    "passport",
    "passaporte",
    "bi",
    "nuit",
    "nid",
    "ssn",
    "documento",
    "documentos",
    "bilhete",
    "dire",
    "identidade",
    // addresses on the net
    "email",
    "mail",
    "correio",
    "username",
    "user",
    "usuario",
    "utilizador",
    "login",
    // who sent it
    "submitterid",
    "submittername",
    "submitter",
    "entrevistador",
    "entrevistadora",
    "enumerador",
    "enumeradora",
    "enumeradores",
    "inquiridor",
    "inquiridora",
    "enumerator",
    "interviewer",
    "recolhedor",
    "respondent",
    "respondente",
    "informante",
    // who it happened to, who is said to have done it, where they live
    "vitima",
    "victim",
    "suspeito",
    "suspeita",
    "suspect",
    "agressor",
    "agressora",
    "perpetrator",
    "testemunha",
    "witness",
    "endereco",
    "morada",
    "address",
    "informant",
    "denunciante",
    "testemunhas",
    "queixoso",
    "queixosa",
    "declarante",
    "denunciado",
    "denunciada",
    "acusado",
    "acusada",
    "accused",
    "arguido",
    "arguida",
    "detido",
    "detida",
    "detainee",
    "ofendido",
    "ofendida",
    "lesado",
    "lesada",
    "malfeitor",
    "malfeitora",
    "filiacao",
    "residencia",
    "domicilio",
    "nascimento",
    "nasc",
    "birthdate",
    "dob",
    "presencas",
    // names of people
    "surname",
    "apelido",
    "sobrenome",
    "firstname",
    "lastname",
    "fullname",
    "alcunha",
    "nickname",
    // pictures and sound
    "photo",
    "photos",
    "foto",
    "fotos",
    "fotografia",
    "fotografias",
    "image",
    "imagem",
    "picture",
    "audio",
    "video",
    "voz",
    "assinatura",
    "signature",
    "selfie",
    "attachments",
    "anexos",
    "recording",
    "gravacao",
};

/// Neighbouring words.
constexpr std::string_view phrases[] = {
    "device_id",     "sim_serial",      "sim_id",          "subscriber_id",      "submitted_by",   "submitter_id",   "submitter_name",
    "first_name",    "last_name",       "full_name",       "family_name",        "given_name",     "nome_completo",  "nome_proprio",
    "primeiro_nome", "ultimo_nome",     "data_nascimento", "data_de_nascimento", "date_of_birth",  "birth_date",     "id_card",
    "identity_card", "document_number", "document_no",     "document_id",        "national_id",    "start_geopoint", "start_gps",
    "end_geopoint",  "end_gps",         "reported_by",     "reportado_por",      "comunicado_por", "relatado_por",   "m_pesa",
    "e_mola",        "gps_casa",        "gps_da_casa",     "home_gps",
};

/// The whole name: on their own these are a person's far more often than a thing's.
constexpr std::string_view bare[] = {"name",       "names",   "nome",        "nomes",        "contact",     "contacto", "contactos",
                                     "tel",        "mobile",  "facilitador", "facilitadora", "facilitator", "formador", "formadora",
                                     "formadores", "trainer", "moderador",   "moderadora",   "moderator"};

constexpr std::string_view name_words[] = {"name", "names", "nome", "nomes", "contact", "contacto", "contactos"};

/// With a name word, a thing: a place, a body, an event, a file.
constexpr std::string_view things[] = {
    "bairro",       "csc",        "cscs",        "conselho",    "council",        "comite",       "committee",    "distrito",
    "district",     "provincia",  "province",    "posto",       "localidade",     "povoado",      "aldeia",       "village",
    "lugar",        "local",      "location",    "place",       "site",           "sitio",        "settlement",   "assentamento",
    "comunidade",   "community",  "regulado",    "zona",        "zone",           "area",         "ward",         "region",
    "regiao",       "country",    "pais",        "state",       "city",           "cidade",       "town",         "vila",
    "municipality", "municipio",  "street",      "rua",         "road",           "estrada",      "avenida",      "rio",
    "praia",        "mercado",    "market",      "escola",      "school",         "hospital",     "clinica",      "centro",
    "center",       "centre",     "igreja",      "church",      "mesquita",       "mosque",       "unidade",      "unit",
    "esquadra",     "station",    "instituicao", "institution", "organizacao",    "organisation", "organization", "org",
    "ong",          "ngo",        "entidade",    "empresa",     "company",        "agencia",      "agency",       "parceiro",
    "partner",      "brigada",    "brigade",     "grupo",       "group",          "equipa",       "team",         "projecto",
    "projeto",      "project",    "programa",    "programme",   "program",        "actividade",   "atividade",    "activity",
    "evento",       "event",      "formacao",    "training",    "curso",          "course",       "modulo",       "module",
    "form",         "formulario", "ficheiro",    "file",        "layer",          "camada",       "dataset",      "source",
    "fonte",        "conflict",   "dyad",        "side",        "lsoa",           "beat",         "operation",    "operacao",
    "tipo",         "type",       "edificio",    "building",    "infraestrutura", "adm1",         "adm2",         "adm3",
    "admin1",       "admin2",     "admin3",      "adm",         "language",       "lingua",
};

/// With a name word, a person.
constexpr std::string_view people[] = {
    "person",   "pessoa",    "victim",     "victims",    "vitima",      "vitimas",     "suspect",     "suspects",
    "suspeito", "suspeitos", "witness",    "testemunha", "reporter",    "informer",    "queixoso",    "complainant",
    "chefe",    "chief",     "lider",      "leader",     "secretary",   "secretario",  "secretaria",  "officer",
    "agente",   "president", "presidente", "focal",      "autor",       "author",      "perpetrator", "perpetrador",
    "head",     "surveyor",  "collector",  "household",  "coordenador", "coordinator", "facilitador", "facilitator",
    "membro",   "member",    "mother",     "father",     "mae",         "pai",
};

template <class List>
bool contains(const List& list, std::string_view word) {
  return std::find(std::begin(list), std::end(list), word) != std::end(list);
}

Words split(std::string_view folded) {
  Words words;
  for (std::size_t at = 0; at <= folded.size();) {
    const std::size_t end = std::min(folded.find('_', at), folded.size());
    words.push_back(folded.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

}  // namespace

bool identifies_people(std::string_view column, Names names) {
  const std::string folded = geo::fold_name(column);
  if (contains(bare, folded)) { return true; }
  const Words words = split(folded);
  if (std::any_of(words.begin(), words.end(), [](std::string_view w) { return contains(telling, w); })) { return true; }
  const std::string fenced = "_" + folded + "_";
  const auto has_phrase = [&](std::string_view phrase) { return fenced.find("_" + std::string(phrase) + "_") != std::string::npos; };
  if (std::any_of(std::begin(phrases), std::end(phrases), has_phrase)) { return true; }
  // "Registado por", "verified by": whoever did it.
  if (words.size() > 1 && (words.back() == "por" || words.back() == "by")) { return true; }
  const bool has_name = std::any_of(words.begin(), words.end(), [](std::string_view w) { return contains(name_words, w); });
  if (!has_name) { return false; }
  if (std::any_of(words.begin(), words.end(), [](std::string_view w) { return contains(people, w); })) { return true; }
  const bool of_a_thing = std::any_of(words.begin(), words.end(), [](std::string_view w) { return contains(things, w); });
  return names == Names::of_things_only_if_said && !of_a_thing;
}

bool is_telephone(std::string_view cell) {
  constexpr std::size_t longest = 24;
  if (cell.size() < 9 || cell.size() > longest) { return false; }
  std::string digits;
  for (const char c : cell) {
    if (c >= '0' && c <= '9') {
      digits += c;
    } else if (std::string_view(" .-()/+").find(c) == std::string_view::npos) {
      return false;
    }
  }
  if (cell.front() == '+') { return digits.size() >= 9 && digits.size() <= 15; }
  std::string_view local = digits;
  for (const std::string_view code : {"00258", "258"}) {
    if (local.starts_with(code)) {
      local.remove_prefix(code.size());
      break;
    }
  }
  return local.size() == 9 && local[0] == '8' && local[1] >= '2' && local[1] <= '7' && cell.find('.') == std::string_view::npos;
}

}  // namespace importers
