// SPDX-License-Identifier: Apache-2.0
// What the programme does: outreach of the mobile brigades, dialogues, the issues raised in them, trainings. Counts of people
// are internal and counts of displaced people restricted; what was said is restricted; names of persons stand nowhere.
#include "geo/table/builtin_fields.hpp"

#include <iterator>
#include <utility>

namespace geo::builtin {
namespace {

constexpr Confidentiality internal = 1;
constexpr Confidentiality restricted = 2;

Fields join(Fields first, Fields second) {
  first.insert(first.end(), std::make_move_iterator(second.begin()), std::make_move_iterator(second.end()));
  return first;
}

/// Where it was, for people without a GPS too.
Fields place() {
  return {
      text("place_name", "Place as given", "Local como indicado",
           {"localidade", "local", "povoado", "aldeia", "bairro", "place", "settlement", "location", "local_realizacao"}),
      text("district", "District", "Distrito", {"distrito", "distrito_de_afectacao", "distrito_afectacao"}),
      code("location_precision", "location_precision", "Precision of the location", "Precisão da localização",
           {"precisao_localizacao", "precisao_local"}),
      real("uncertainty_m", "m", "Uncertainty of the location", "Incerteza da localização", {"gps_precision", "accuracy", "precision"}),
  };
}

/// Who came, in numbers. An empty cell is not a zero: nobody counted.
Fields attendance() {
  return {
      secret(number("attended_total", "People who came", "Participantes",
                    {"participantes", "participantes_total", "total_participantes", "presentes", "attendance", "participants"}),
             internal),
      secret(number("attended_women", "Women who came", "Mulheres participantes",
                    {"participantes_mulheres", "mulheres", "n_mulheres", "women", "attendance_f", "participants_f"}),
             internal),
      secret(number("attended_men", "Men who came", "Homens participantes",
                    {"participantes_homens", "homens", "n_homens", "men", "attendance_m", "participants_m"}),
             internal),
      secret(number("attended_youth", "Young people who came", "Jovens participantes",
                    {"participantes_jovens", "jovens", "n_jovens", "youth", "attendance_youth"}),
             internal),
      secret(number("attended_idp", "Displaced people who came", "Deslocados participantes",
                    {"participantes_deslocados", "deslocados", "n_deslocados", "pdi", "idp", "attendance_idp"}),
             restricted),
  };
}

/// People of one rank in a training, by sex.
Fields rank(const std::string& name, const std::string& en, const std::string& pt, const std::string& word) {
  return {
      secret(number(name + "_women", en + ", women", pt + ", mulheres", {word + "_mulheres"}), internal),
      secret(number(name + "_men", en + ", men", pt + ", homens", {word + "_homens"}), internal),
  };
}

}  // namespace

Collection outreach() {
  Fields own{
      text("code", "Code", "Código", {"codigo", "outreach_id", "codigo_actividade", "codigo_atividade", "id_actividade", "id_atividade"}),
      text("brigade", "Brigade", "Brigada", {"brigada", "brigada_movel", "brigade_id", "id_brigada", "mobile_brigade"}),
      code("outreach_type", "outreach_type", "Type", "Tipo",
           {"tipo", "tipo_actividade", "tipo_atividade", "tipo_de_actividade", "tipo_de_atividade", "actividade", "atividade", "activity",
            "activity_type"}),
      date("held_on", "Held on", "Realizada em",
           {"data", "date", "data_actividade", "data_atividade", "data_da_actividade", "data_da_atividade", "data_realizacao",
            "data_inicio", "start_date", "realizada_em"}),
      date("ends_on", "Last day", "Último dia", {"data_fim", "end_date", "ultimo_dia"}),
  };
  own = join(join(std::move(own), place()), attendance());
  own =
      join(std::move(own),
           {
               secret(text("topics", "Topics", "Temas", {"temas", "topicos", "assuntos"}), internal),
               flag("police_present", "Police took part", "Com a polícia", {"policia_presente", "presenca_policia", "com_policia"}),
               text("language", "Language of the materials", "Língua dos materiais",
                    {"lingua", "lingua_materiais", "lingua_dos_materiais", "idioma", "materials_language"}),
               secret(cold(text("follow_up", "What is to follow", "Seguimento", {"seguimento", "acompanhamento", "followup"})), restricted),
           });
  Collection c = collection("outreach", GeometryType::point, {"Outreach activities", "Actividades de sensibilização"},
                            {"Visits of the mobile brigades: where, when, about what, how many came",
                             "Visitas das brigadas móveis: onde, quando, sobre quê, quantas pessoas vieram"},
                            1, std::move(own));
  c.time_from = c.time_to = "held_on";
  return c;
}

Collection dialogues() {
  Fields own{
      text("code", "Code", "Código", {"codigo", "dialogue_id", "dialogue_code", "codigo_dialogo", "codigo_do_dialogo", "id_dialogo"}),
      date("held_on", "Held on", "Realizado em",
           {"data", "date", "data_dialogo", "data_do_dialogo", "data_realizacao", "data_sessao", "realizado_em"}),
      text("facilitator_org", "Facilitating organisation", "Organização facilitadora",
           {"organizacao", "organizacao_facilitadora", "facilitador_org", "organisation", "organization", "ong", "osc"}),
      text("csc_code", "Code of the council", "Código do conselho", {"csc_id", "codigo_csc", "csc"}),
  };
  own = join(join(std::move(own), place()), attendance());
  const auto participation = [](const char* name, const char* en, const char* pt, Names synonyms) {
    return code(name, "participation", en, pt, std::move(synonyms));
  };
  own = join(std::move(own),
             {
                 participation("participation_women", "Women took part", "Participação das mulheres",
                               {"participacao_mulheres", "participacao_das_mulheres", "nivel_participacao_mulheres"}),
                 participation("participation_men", "Men took part", "Participação dos homens",
                               {"participacao_homens", "participacao_dos_homens", "nivel_participacao_homens"}),
                 participation("participation_youth", "Young people took part", "Participação dos jovens",
                               {"participacao_jovens", "participacao_dos_jovens", "nivel_participacao_jovens"}),
                 flag("police_present", "Police took part", "Com a polícia", {"policia_presente", "presenca_policia", "com_policia"}),
                 secret(text("topics", "Topics", "Temas", {"temas", "topicos", "assuntos"}), internal),
                 secret(cold(text("minutes", "Minutes", "Acta", {"acta", "ata", "notas", "notes", "resumo", "observacoes"})), restricted),
             });
  Collection c = collection("dialogues", GeometryType::point, {"Dialogues", "Diálogos"},
                            {"Meetings in which communities, police and authorities name problems and agree on what to do",
                             "Encontros em que comunidades, polícia e autoridades apontam problemas e acordam o que fazer"},
                            1, std::move(own));
  c.time_from = c.time_to = "held_on";
  return c;
}

Collection issues() {
  Fields own{
      text("code", "Code", "Código", {"codigo", "issue_id", "codigo_questao", "codigo_preocupacao", "id_questao", "id_preocupacao"}),
      text("dialogue_code", "Code of the dialogue", "Código do diálogo",
           {"dialogue_id", "codigo_dialogo", "codigo_do_dialogo", "id_dialogo", "dialogo"}),
      code("category", "iccs", "Category (ICCS)", "Categoria (ICCS)",
           {"iccs", "categoria", "tipo", "tipo_questao", "tipo_de_questao", "tipo_preocupacao", "tipo_de_preocupacao", "tipo_problema"}),
      secret(text("category_source", "Category as given", "Categoria como recebida"), internal),
      between(number("severity", "Severity (0 unknown - 5 critical)", "Gravidade (0 desconhecida - 5 crítica)", {"gravidade"}), 0, 5),
      between(number("priority", "Rank among the dialogue's issues (1 first)", "Prioridade entre as questões do diálogo (1 primeiro)",
                     {"prioridade", "ordem_prioridade", "priority_rank", "rank"}),
              1, 100),
      code("state", "issue_state", "State", "Estado", {"estado", "situacao", "status", "estado_questao", "estado_da_questao"}),
      date("raised_on", "Raised on", "Levantada em",
           {"data", "date", "data_levantamento", "data_questao", "data_dialogo", "levantada_em", "date_raised"}),
      date("agreed_on", "Solution agreed on", "Solução acordada em", {"data_acordo", "data_solucao", "acordada_em", "date_agreed"}),
      date("started_on", "In progress since", "Em curso desde", {"data_inicio", "em_curso_desde", "date_started"}),
      date("due_on", "Due on", "Prazo", {"prazo", "data_limite", "data_prazo", "due_date", "due"}),
      date("closed_on", "Resolved, referred or found not feasible on", "Resolvida, encaminhada ou dada como inviável em",
           {"data_resolucao", "data_fecho", "data_encerramento", "data_encaminhamento", "resolvida_em", "resolved_on", "date_resolved"}),
      code("responsible", "responsible", "Responsible", "Responsável", {"responsavel", "entidade_responsavel", "quem_resolve"}),
      text("referred_to", "Referred to", "Encaminhada para", {"encaminhada_para", "encaminhado_para"}),
      flag("community_confirmed", "The community confirmed it", "A comunidade confirmou",
           {"confirmado_comunidade", "confirmada_comunidade", "confirmado_pela_comunidade", "confirmada_pela_comunidade",
            "comunidade_confirmou"}),
  };
  own = join(std::move(own), place());
  own = join(
      std::move(own),
      {
          secret(cold(text("description", "What was raised", "O que foi levantado",
                           {"descricao", "questao", "preocupacao", "problema", "issue", "concern", "texto"})),
                 restricted),
          secret(cold(text("solution", "Solution agreed", "Solução acordada", {"solucao", "solucao_acordada", "accao", "acao", "medida"})),
                 restricted),
      });
  Collection c =
      collection("issues", GeometryType::point, {"Issues", "Questões levantadas"},
                 {"What dialogues raised and what became of it; open from the day it was raised to the day it was closed",
                  "O que os diálogos levantaram e o que foi feito; em aberto desde o dia em que surgiu até ao dia em que se encerrou"},
                 1, std::move(own));
  c.time_from = "raised_on";
  c.time_to = "closed_on";
  return c;
}

Collection trainings() {
  Fields own{
      text("code", "Code", "Código", {"codigo", "training_id", "codigo_formacao", "id_formacao"}),
      code("training_type", "training_type", "Type", "Tipo", {"tipo", "tipo_formacao", "tipo_de_formacao"}),
      text("institution", "Institution", "Instituição", {"instituicao", "escola", "entidade_formadora"}),
      date("held_on", "Held on", "Realizada em",
           {"data", "date", "data_formacao", "data_da_formacao", "data_inicio", "data_realizacao", "start_date", "realizada_em"}),
      date("ends_on", "Last day", "Último dia", {"data_fim", "end_date", "ultimo_dia"}),
  };
  own = join(std::move(own), place());
  own =
      join(std::move(own), {
                               secret(number("participants_total", "Participants", "Participantes",
                                             {"participantes", "participantes_total", "total_participantes", "participants", "formandos"}),
                                      internal),
                               secret(number("participants_women", "Women among them", "Mulheres entre eles",
                                             {"participantes_mulheres", "mulheres", "n_mulheres", "women", "participants_f"}),
                                      internal),
                               secret(number("participants_men", "Men among them", "Homens entre eles",
                                             {"participantes_homens", "homens", "n_homens", "men", "participants_m"}),
                                      internal),
                           });
  own = join(std::move(own), rank("officers", "Officers", "Oficiais", "oficiais"));
  own = join(std::move(own), rank("sergeants", "Sergeants", "Sargentos", "sargentos"));
  own = join(std::move(own), rank("guards", "Guards", "Guardas", "guardas"));
  own = join(
      std::move(own),
      {
          flag("module_human_rights", "Module on human rights", "Módulo de direitos humanos",
               {"direitos_humanos", "modulo_direitos_humanos", "human_rights"}),
          flag("module_gbv", "Module on gender-based violence", "Módulo de violência baseada no género",
               {"vbg", "modulo_vbg", "gbv", "violencia_baseada_no_genero"}),
          flag("module_use_of_force", "Module on the use of force", "Módulo de uso da força",
               {"uso_da_forca", "uso_forca", "modulo_uso_da_forca", "use_of_force"}),
          text("modules", "Modules", "Módulos", {"modulos", "curriculo", "temas", "curriculum"}),
          between(real("score_pre", "%", "Mean score before", "Nota média antes", {"nota_antes", "pre_teste", "pre_test", "nota_pre"}), 0,
                  100),
          between(real("score_post", "%", "Mean score after", "Nota média depois", {"nota_depois", "pos_teste", "post_test", "nota_pos"}),
                  0, 100),
      });
  Collection c = collection("trainings", GeometryType::point, {"Trainings", "Formações"},
                            {"Courses for police and authorities: who was trained, in numbers, and in what",
                             "Cursos para polícia e autoridades: quem foi formado, em números, e em quê"},
                            1, std::move(own));
  c.time_from = c.time_to = "held_on";
  return c;
}

}  // namespace geo::builtin
