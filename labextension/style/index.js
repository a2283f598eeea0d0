import './base.css';
import './badge.css';
import './status.css';
import './outputs.css';
import './preview.css';
import './sql.css';
