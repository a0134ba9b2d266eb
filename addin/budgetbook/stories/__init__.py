"""Stories: what an accountant asks for, told in the steps of the trade."""
