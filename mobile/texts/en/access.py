"""English: Qui tient ce téléphone: personnes et code secret."""

from mobile.texts.shape.access import AccessTexts

ACCESS = AccessTexts(
    title="Who holds this phone",
    hello=lambda name: f"Hello {name}" if name else "Hello",
    ask_code="Type your code of 6 digits.",
    typed=lambda n: f"{n} digit{'' if n == 1 else 's'} of 6",
    erase="Erase a digit",
    wrong=lambda n: (
        f"This is not the code. {n} more {'try' if n == 1 else 'tries'} before a wait."
        if n
        else "This is not the code. The next wrong one means waiting."
    ),
    wait=lambda time: f"Too many tries. Wait {time}; nothing you recorded is lost.",
    shut=(
        "Fifteen wrong tries: only a code from the coordinator opens the app again. "
        "All that was recorded is kept, and is sent all the same."
    ),
    forgotten="Code forgotten?",
    forgotten_help=(
        "The coordinator can enrol you again on this phone: the forgotten code goes, what you recorded "
        "stays. It takes a network."
    ),
    forgotten_go="I have a code from the coordinator",
    somebody_else="Somebody else",
    pass_to=lambda name: f"Hand over to {name}",
    hand_over="Hand the phone over",
    code_title="Secret code",
    has_code="The app asks for your code when it opens and after 5 minutes away.",
    has_no_code="No code: whoever picks this phone up sees your round and records in your name.",
    what_a_code_is=(
        "The code tells who records, and stops the curious. It does not replace the phone’s own lock."
    ),
    first_title="This phone is enrolled",
    first_ask="A secret code?",
    first_why=(
        "Six digits, asked for when the app opens and after 5 minutes away. Without a code, whoever picks "
        "this phone up sees your round and records in your name."
    ),
    first_later="Later, in Settings",
    first_go_on="Open my round",
    set_code="Choose a code",
    change_code="Change the code",
    remove_code="Ask for no code any more",
    lock_now="Lock now",
    leave_code="Leave it as it is",
    ask_current="Your present code",
    ask_new="The new code, 6 digits",
    ask_again="The new code, once more",
    code_set="Done: this code will be asked for.",
    code_removed="Done: no code any more.",
    codes_differ="The two are not the same. Start again.",
    too_easy="Too easy to guess. No run of digits, no repetition.",
    not_in_practice="During the practice round there is no code.",
    people="On this phone",
    people_help=(
        "Each has an enrolment, a round and records of their own. What one has not sent yet goes up "
        "while another holds the phone."
    ),
    holds_it="holds the phone",
    waits=lambda n: f"{n} to send",
    add_person="Add a person",
    back_to=lambda name: f"Back to {name}",
)
