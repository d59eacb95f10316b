//! The concepts that rules ask for sentence by sentence, looked up once.

use crate::{ConceptId, Concepts};

/// Declares [`Known`]: a field for each concept, and its id.
macro_rules! known {
    ($($field:ident = $id:literal,)*) => {
        /// Concepts by name; `None` where the table lacks one.
        #[derive(Debug, Default)]
        pub(crate) struct Known {
            $(pub(crate) $field: Option<ConceptId>,)*
        }

        impl Known {
            /// Looks each of them up in a table of concepts.
            pub(crate) fn new(concepts: &Concepts) -> Self {
                Self { $($field: concepts.find($id),)* }
            }

            /// The ids of those that the table lacks.
            #[cfg(test)]
            fn missing(&self) -> Vec<&'static str> {
                [$((self.$field, $id),)*].into_iter().filter(|known| known.0.is_none()).map(|known| known.1).collect()
            }
        }
    };
}

known! {
    action_aggregate = "action.aggregate",
    action_combine = "action.combine",
    action_deidentify = "action.deidentify",
    action_disclose = "action.disclose",
    action_sell = "action.sell",
    action_share = "action.share",
    action_show = "action.show",
    action_use = "action.use",
    column_data = "column.data",
    column_provider = "column.provider",
    column_purpose = "column.purpose",
    column_recipient = "column.recipient",
    cue_about = "cue.about",
    cue_and = "cue.and",
    cue_apart = "cue.apart",
    cue_basis = "cue.basis",
    cue_by = "cue.by",
    cue_concede = "cue.concede",
    cue_consented = "cue.consented",
    cue_contained = "cue.contained",
    cue_disclaimer = "cue.disclaimer",
    cue_following = "cue.following",
    cue_head = "cue.head",
    cue_if = "cue.if",
    cue_like = "cue.like",
    cue_manner = "cue.manner",
    cue_more = "cue.more",
    cue_no = "cue.no",
    cue_no_scope = "cue.no-scope",
    cue_on_behalf = "cue.on-behalf",
    cue_or = "cue.or",
    cue_page = "cue.page",
    cue_please = "cue.please",
    cue_preposition = "cue.preposition",
    cue_publish = "cue.publish",
    cue_rights = "cue.rights",
    cue_scope = "cue.scope",
    cue_thing = "cue.thing",
    cue_to = "cue.to",
    cue_urge = "cue.urge",
    cue_while = "cue.while",
    cue_wonder = "cue.wonder",
    data_aggregated_data = "data.aggregated-data",
    data_children_data = "data.children-data",
    data_contact_information = "data.contact-information",
    data_deidentified_data = "data.deidentified-data",
    data_personal_data = "data.personal-data",
    duty_as_long = "duty.as-long",
    duty_counted = "duty.counted",
    duty_performs = "duty.performs",
    duty_store = "duty.store",
    duty_tasks = "duty.tasks",
    duty_thing = "duty.thing",
    purpose_communication_message = "purpose.communication-message",
    purpose_legal_basis_verb = "purpose.legal-basis-verb",
    purpose_other = "purpose.other",
    purpose_other_basis_verb = "purpose.other-basis-verb",
    purpose_service_basis_verb = "purpose.service-basis-verb",
    recipient_acquirer = "recipient.acquirer",
    recipient_authority = "recipient.authority",
    recipient_other = "recipient.other",
    recipient_public = "recipient.public",
    recipient_service_provider = "recipient.service-provider",
    recipient_third_party = "recipient.third-party",
    right_refuse_cookies = "right.refuse-cookies",
    security_access_control = "security.access-control",
    technology_cookie = "technology.cookie",
    tracker_platform = "tracker.platform",
    tracker_service = "tracker.service",
}

#[cfg(test)]
mod tests {
    use crate::Lexicon;

    #[test]
    fn the_table_has_all_of_them() {
        let lexicon = Lexicon::bundled().expect("a lexicon");
        assert_eq!(lexicon.concepts().known.missing(), [""; 0]);
    }
}
